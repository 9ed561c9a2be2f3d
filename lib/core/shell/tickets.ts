import { knownCommands } from "./script/known-commands";

type Words = readonly (string | null)[];

/** Trackers' programs, each with the words that make a ticket and the flags that hold its title. */
const trackers: readonly { readonly program: string; readonly verbs: readonly string[]; readonly title: RegExp }[] = [
  { program: "beads", verbs: ["create", "new"], title: /^(?:--title)$/ },
  { program: "bd", verbs: ["create", "new", "q"], title: /^(?:--title)$/ },
  { program: "gh", verbs: ["issue create"], title: /^(?:--title|-t)$/ },
  { program: "glab", verbs: ["issue create"], title: /^(?:--title|-t)$/ },
  { program: "jira", verbs: ["issue create", "create"], title: /^(?:--summary|-s)$/ },
  { program: "linear", verbs: ["issue create"], title: /^(?:--title|-t)$/ },
];

/** Trackers that take the title as the first word. */
const titleIsWord: ReadonlySet<string> = new Set(["beads", "bd"]);

/** The titles of the tickets that a script would file, in order; null for one that only the shell knows. */
export function ticketsOf(script: string): readonly (string | null)[] {
  if (!trackers.some(({ program }) => script.includes(program))) {
    return [];
  }
  return knownCommands(script).flatMap(({ name, words }) => {
    for (const { program, verbs, title } of trackers.filter((one) => one.program === name)) {
      const verb = verbs.find((one) => one.split(" ").every((word, index) => words[index] === word));
      if (verb !== undefined) {
        return [titleOf(words.slice(verb.split(" ").length), title, titleIsWord.has(program))];
      }
    }
    return [];
  });
}

function titleOf(words: Words, flag: RegExp, isWord: boolean): string | null {
  const [first] = words;
  if (isWord && first !== undefined && !first?.startsWith("-")) {
    return first;
  }
  for (const [index, word] of words.entries()) {
    if (word !== null && flag.test(word)) {
      return words[index + 1] ?? null;
    }
    const [, name = "", glued] = /^(--[\w-]+(?==)|-[a-z](?!-))=?([\s\S]+)$/.exec(word ?? "") ?? [];
    if (glued !== undefined && flag.test(name)) {
      return glued;
    }
  }
  return null;
}
