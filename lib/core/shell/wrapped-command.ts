type Words = readonly (string | null)[];

/** What a wrapper such as `sudo`, `xargs` or `bash -c` really runs: words of a command, or a script; null = unknown. */
export type Wrapped = { readonly words: Words } | { readonly script: string | null };

/** Flags of each wrapper that take the next word. */
const wrappers: ReadonlyMap<string, RegExp> = new Map([
  ["sudo", /^-[ugpCDhRT]$/],
  ["doas", /^-u$/],
  ["time", /^-[fo]$/],
  ["nohup", /^$/],
  ["command", /^$/],
  ["builtin", /^$/],
  ["exec", /^-a$/],
  ["nice", /^-n$/],
  ["ionice", /^-[cnp]$/],
  ["stdbuf", /^-[ioe]$/],
  ["env", /^-[uCS]$/],
  ["timeout", /^-[ks]$/],
  ["xargs", /^-[nIPLsdaE]$/],
  ["watch", /^(-n|--interval)$/],
]);

/** The command inside a wrapper; undefined when the program is none. */
export function wrappedCommand(name: string, words: Words): Wrapped | undefined {
  return scriptRunner(name, words) ?? wordRunner(name, words);
}

/** Programs that read a word as a script. */
function scriptRunner(name: string, words: Words): Wrapped | undefined {
  switch (name) {
    case "eval":
      return { script: joined(words) };
    case "trap":
      return { script: joined(words.slice(0, 1)) };
    case "source":
    case ".":
      return { script: null };
    case "bash":
    case "sh":
    case "dash":
    case "zsh":
    case "ash": {
      const at = words.findIndex((word) => /^-[a-z]*c$/.test(word ?? ""));
      return { script: at === -1 ? null : (words[at + 1] ?? null) };
    }
    default:
      return undefined;
  }
}

/** Programs that run the rest of their words. */
function wordRunner(name: string, words: Words): Wrapped | undefined {
  if (name === "find") {
    return { words: foundBy(words) };
  }
  const flags = wrappers.get(name);
  if (!flags) {
    return undefined;
  }
  if (name === "command" && /^-[vV]/.test(words[0] ?? "")) {
    return { words: [] };
  }
  const inner = withoutOptions(words, flags);
  if (name === "watch" && inner[0]?.includes(" ")) {
    return { script: joined(inner) };
  }
  return { words: name === "timeout" ? inner.slice(1) : inner };
}

function withoutOptions(words: Words, flagsWithValue: RegExp): Words {
  let from = 0;
  while (words[from]?.startsWith("-") || /^\w+=/.test(words[from] ?? "")) {
    from += flagsWithValue.test(words[from] ?? "") ? 2 : 1;
  }
  return words.slice(from);
}

/** `find … -exec CMD {} ;`; without it, find only looks at the sandbox's own files. */
function foundBy(words: Words): Words {
  const at = words.findIndex((word) => /^-(exec|ok)(dir)?$/.test(word ?? ""));
  return at === -1 ? [] : words.slice(at + 1).filter((word) => word !== ";" && word !== "+");
}

function joined(words: Words): string | null {
  return words.includes(null) ? null : words.join(" ");
}
