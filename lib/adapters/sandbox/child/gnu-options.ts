/** An option of a GNU program; what is `glued` may have a value, but only in the same word. */
export type GnuOption = {
  readonly letter?: string;
  readonly long?: string;
  readonly takes: "nothing" | "value" | "glued";
};

type Given = {
  /** The letter, or the long name where there is none. */
  readonly name: string;
  readonly value: string | null;
};

export type GnuWords =
  | { readonly options: readonly Given[]; readonly rest: readonly string[] }
  | { readonly problem: string };

type Known = {
  readonly options: readonly GnuOption[];
  /** Is the first word that is no option the end of them (`xargs grep -l x`)? */
  readonly endAtWord?: boolean;
};

/** Takes the words of a program apart as GNU's programs do, with the sentence that they say when one is unknown. */
export function gnuOptions(argv: readonly string[], { options: known, endAtWord = false }: Known): GnuWords {
  const words = [...argv];
  const options: Given[] = [];
  const rest: string[] = [];
  for (let word = words.shift(); word !== undefined; word = words.shift()) {
    if (word === "--") {
      return { options, rest: [...rest, ...words] };
    }
    if (word === "-" || !word.startsWith("-")) {
      rest.push(word, ...(endAtWord ? words.splice(0) : []));
      continue;
    }
    const taken = takeOption(word, words, known);
    if ("problem" in taken) {
      return taken;
    }
    options.push(...taken);
  }
  return { options, rest };
}

type Taken = readonly Given[] | { readonly problem: string };

function takeOption(word: string, words: string[], known: readonly GnuOption[]): Taken {
  return word.startsWith("--") ? longOption(word, words, known) : letters(word.slice(1), words, known);
}

function longOption(word: string, words: string[], known: readonly GnuOption[]): Taken {
  const [, name = word, glued = null] = /^(--[^=]*)=(.*)$/s.exec(word) ?? [];
  const option = known.find(({ long }) => `--${long}` === name);
  return option
    ? (valued(option, glued, words) ?? { problem: `option '${name}' requires an argument` })
    : { problem: `unrecognized option '${name}'` };
}

function letters(cluster: string, words: string[], known: readonly GnuOption[]): Taken {
  const [letter = ""] = cluster;
  const option = known.find((one) => one.letter === letter);
  if (!option) {
    return { problem: `invalid option -- '${letter}'` };
  }
  const behind = cluster.slice(letter.length);
  if (option.takes !== "nothing" || behind === "") {
    const glued = behind === "" ? null : behind;
    return valued(option, glued, words) ?? { problem: `option requires an argument -- '${letter}'` };
  }
  const more = letters(behind, words, known);
  return "problem" in more ? more : [{ name: letter, value: null }, ...more];
}

/** Null when the value is missing. */
function valued({ letter, long, takes }: GnuOption, glued: string | null, words: string[]): readonly Given[] | null {
  const name = letter ?? long ?? "";
  const value = glued ?? (takes === "value" ? words.shift() : null);
  return value === undefined ? null : [{ name, value }];
}
