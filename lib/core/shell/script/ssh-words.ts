type Words = readonly (string | null)[];

/** An ssh command line. A word that only the shell knows is null. */
export type SshWords = {
  /** As written: `deploy@web-1`, without the user in `user`. Null when there is none, or only the shell knows it. */
  readonly host: string | null;
  readonly user: string | null;
  readonly port: string | null;
  /** The words behind the host: what runs there. Empty when ssh only logs in. */
  readonly remote: Words;
  /** Flags before the host, in order, each with its value: `-i`, `key`. */
  readonly options: Words;
};

/** ssh's flags that take the next word. */
const withValue = /^-[bcDEeFIiJLlmOopQRSWw]$/;

/** Reads an ssh command line; flags may also stand between the host and what runs there. */
export function sshWords(words: Words): SshWords {
  const options: (string | null)[] = [];
  let at = 0;
  const takeFlags = () => {
    while (words[at]?.startsWith("-") && words[at] !== "--") {
      const count = withValue.test(words[at] ?? "") ? 2 : 1;
      options.push(...words.slice(at, at + count));
      at += count;
    }
    at += words[at] === "--" ? 1 : 0;
  };
  takeFlags();
  const target = words[at] ?? null;
  at += 1;
  takeFlags();
  const [, user, host] = /^(?:ssh:\/\/)?(?:([^@]+)@)?(.+)$/.exec(target ?? "") ?? [];
  return {
    host: host ?? null,
    user: user ?? optionValue(options, "-l"),
    port: optionValue(options, "-p"),
    remote: words.slice(at),
    options,
  };
}

function optionValue(options: Words, flag: string): string | null {
  const at = options.findIndex((word) => word?.startsWith(flag));
  const word = options[at];
  return at === -1 || !word ? null : word === flag ? (options[at + 1] ?? null) : word.slice(flag.length);
}
