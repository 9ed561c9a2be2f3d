type Words = readonly (string | null)[];

/**
 * What a wrapper such as `sudo`, `xargs` or `bash -c` really runs: words of a command and where among the wrapper's they
 * start, or a script; null = unknown.
 */
export type Wrapped = { readonly words: Words; readonly at: number } | { readonly script: string | null };

/** Letters of each wrapper's flags that take a value. */
const wrappers: ReadonlyMap<string, string> = new Map([
  ["sudo", "ugpCDhRTratcU"],
  ["doas", "uC"],
  ["time", "fo"],
  ["nohup", ""],
  ["command", ""],
  ["builtin", ""],
  ["exec", "a"],
  ["nice", "n"],
  ["ionice", "cnp"],
  ["stdbuf", "ioe"],
  ["env", "uC"],
  ["timeout", "ks"],
  ["xargs", "nIPLsdaE"],
  ["watch", "n"],
]);
const longWithValue = new Set(["--interval"]);
/** Of any other, nobody here knows whether the next word is its value or the program. */
const longSwitches = new Set(
  `-- --non-interactive --preserve-env --login --shell --set-home --stdin --background --ignore-environment --null
--no-run-if-empty --verbose --foreground --preserve-status --differences --beep --no-title --color --precise --errexit
--portability --append`.split(/\s+/),
);

/** Wrappers of wrappers are looked into one after the other: more of them than anybody writes are not. */
const MOST_WITHIN = 20;
const scriptRunners = /\beval\b|\btrap\b|\b(?:ba|da|z|a)?sh\s+-\w*c\b/g;

/** The command inside a wrapper; undefined when the program is none. */
export function wrappedCommand(name: string, words: Words): Wrapped | undefined {
  const inner = scriptRunner(name, words) ?? wordRunner(name, words);
  if (inner === undefined) {
    return undefined;
  }
  const within =
    "script" in inner
      ? (inner.script?.match(scriptRunners)?.length ?? 0)
      : inner.words.filter((word) => wrappers.has(word ?? "")).length;
  return within > MOST_WITHIN ? { script: null } : inner;
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
    case "ash":
      return { script: scriptOfShell(words) };
    default:
      return undefined;
  }
}

const shellSwitches = /^(?:[-+][a-zA-Z]+|--(?:login|posix|noprofile|norc)?)$/;

/** The word behind the flags, when `-c` is one of them: else it is the name of a file. Null when nobody can tell. */
function scriptOfShell(words: Words): string | null {
  let isText = false;
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? "";
    if (!/^[-+]/.test(word)) {
      return isText ? (words[at] ?? null) : null;
    }
    if (!shellSwitches.test(word)) {
      return null;
    }
    isText ||= /^-[a-zA-Z]*c/.test(word);
    // `-o errexit`
    at += /^[-+][a-zA-Z]*[oO]$/.test(word) ? 1 : 0;
  }
  return null;
}

/** Programs that run the rest of their words. */
function wordRunner(name: string, words: Words): Wrapped | undefined {
  if (name === "find") {
    return foundBy(words);
  }
  const letters = wrappers.get(name);
  if (letters === undefined) {
    return undefined;
  }
  if (name === "command" && /^-[vV]/.test(words[0] ?? "")) {
    return { words: [], at: words.length };
  }
  const inner = words.slice(optionCount(words, letters));
  const options = words.slice(0, words.length - inner.length);
  if (options.some((option) => isUnclear(name, option ?? ""))) {
    return { script: null };
  }
  if (name === "watch" && inner[0]?.includes(" ")) {
    return { script: joined(inner) };
  }
  const acting = name === "timeout" ? inner.slice(1) : inner;
  return { words: acting, at: words.length - acting.length };
}

function optionCount(words: Words, letters: string): number {
  let count = 0;
  while (words[count]?.startsWith("-") || /^\w+=/.test(words[count] ?? "")) {
    const word = words[count] ?? "";
    count += longWithValue.has(word) || takesNext(word, letters) ? 2 : 1;
  }
  return count;
}

/** `-nu root`: the first letter with a value ends the group, and has the next word when nothing is behind it. */
function takesNext(word: string, letters: string): boolean {
  const at = [...word].findIndex((letter, index) => index > 0 && letters.includes(letter));
  return /^-[^-]/.test(word) && at === word.length - 1;
}

/** A flag that may hide the program: one that nobody here knows, and `env -S`, whose value is a line of its own. */
function isUnclear(name: string, option: string): boolean {
  const isLong = /^--[\w-]*$/.test(option) && !longSwitches.has(option) && !longWithValue.has(option);
  return isLong || (name === "env" && /^(?:-\w*S|--split-string)/.test(option));
}

/** `find … -exec CMD {} ;`. Of several, one alone would not tell what it does. */
function foundBy(words: Words): Wrapped {
  const starts = words.flatMap((word, index) => (/^-(exec|ok)(dir)?$/.test(word ?? "") ? [index] : []));
  const [start] = starts;
  if (start === undefined) {
    return { words: [], at: words.length };
  }
  const behind = words.slice(start + 1);
  const end = behind.findIndex((word, index) => word === ";" || (word === "+" && behind[index - 1] === "{}"));
  return starts.length > 1 ? { script: null } : { words: end === -1 ? behind : behind.slice(0, end), at: start + 1 };
}

function joined(words: Words): string | null {
  return words.includes(null) ? null : words.join(" ");
}
