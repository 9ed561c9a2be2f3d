type Words = readonly (string | null)[];

/** A docker command line: where it goes, and what it does there. A word that only the shell knows is null. */
export type DockerWords = {
  /** Of `-H` or `--context`: null for the default host, and for one that only the shell knows. */
  readonly host: string | null;
  /** False when the host is a word that only the shell knows. */
  readonly isHostKnown: boolean;
  /** The verb and all behind it. */
  readonly rest: Words;
  /** What `exec` starts in the container; null for every other verb. */
  readonly remote: Words | null;
};

const hostFlags = /^(?:-H|--host|-c|--context)$/;
const joinedHostFlags = /^(?:-H=?|--host=|-c=|--context=)(.+)$/;
const otherFlagsWithValue = /^(?:-l|--log-level|--config|--tlscacert|--tlscert|--tlskey)$/;
/** Behind any other flag before the verb, the next word may be its value instead of the verb. */
const flagsWithout =
  /^(?:-\w*|--(?:debug|tls|tlsverify|help|version|verbose|no-ansi|compatibility|dry-run|all-resources|skip-hostname-check))$/;

/** Reads docker's own flags, those before the verb, and what an exec starts. */
export function dockerWords(words: Words): DockerWords {
  const found: { host: string | null; isHostKnown: boolean } = { host: null, isHostKnown: true };
  let at = 0;
  while (words[at]?.startsWith("-")) {
    const word = words[at] ?? "";
    const [, joined] = joinedHostFlags.exec(word) ?? [];
    if (hostFlags.test(word)) {
      found.host = words[at + 1] ?? null;
      found.isHostKnown = found.host !== null;
      at += 2;
    } else if (joined !== undefined) {
      found.host = joined;
      at += 1;
    } else {
      at += otherFlagsWithValue.test(word) ? 2 : 1;
    }
  }
  const rest = words.slice(at);
  return { ...found, rest, remote: execRemote(rest) };
}

const groups = new Set(["container", "compose"]);
const execFlagsWithValue = /^(?:-e|--env|--env-file|-u|--user|-w|--workdir|--detach-keys|--index)$/;
const composeFlagsWithValue =
  /^(?:-f|--file|-p|--project-name|--profile|--env-file|--project-directory|--ansi|--progress|--parallel|--log-level|-H|--host|-c|--context|--tlscacert|--tlscert|--tlskey)$/;

/** `exec -e A=b web cat /x` → `cat /x`. */
function execRemote(rest: Words): Words | null {
  const [first = "", ...more] = rest;
  if (first !== null && groups.has(first)) {
    return composeRemote(first === "compose" ? composeVerb(more) : more);
  }
  return composeRemote(rest);
}

/** The same for the words behind `docker-compose` and its flags. */
function composeRemote([verb, ...words]: Words): Words | null {
  return verb === "exec" ? withoutFlags(words, execFlagsWithValue).slice(1) : null;
}

/** What `docker-compose exec` starts; null for every other verb. */
export function composeWords(words: Words): Words | null {
  return composeRemote(composeVerb(words));
}

/** A verb of Compose and what is behind it, without Compose's own flags. */
export function composeVerb(words: Words): Words {
  return withoutFlags(words, composeFlagsWithValue);
}

/** Whether it is clear which word of `docker` or, without it, of `docker-compose` is the verb. */
export function isVerbClear(words: Words): boolean {
  const [first, ...more] = words;
  if (first === "compose") {
    return isVerbClear(more);
  }
  const isValued = first !== null && (hostFlags.test(first ?? "") || otherFlagsWithValue.test(first ?? ""));
  if (isValued || composeFlagsWithValue.test(first ?? "")) {
    return isVerbClear(more.slice(1));
  }
  const isFlag = first?.startsWith("-") === true;
  return !isFlag || ((first.includes("=") || flagsWithout.test(first)) && isVerbClear(more));
}

function withoutFlags(words: Words, withValue: RegExp): Words {
  let at = 0;
  while (words[at]?.startsWith("-")) {
    at += withValue.test(words[at] ?? "") ? 2 : 1;
  }
  return words.slice(at);
}
