import type { FrontMatter } from "./front-matter";
import { noFrontMatter } from "./front-matter";
import type { Operation } from "./runbook";

/** The fields of front matter whose keys name something in the document. */
const keyed = ["phases", "timeBoxes", "branches", "steps", "operations", "blocks"] as const;
type Keyed = (typeof keyed)[number];
type ValueOf<Name extends Keyed> = NonNullable<FrontMatter[Name]>[string];

/** What front matter states of single sections, steps, operations and blocks. */
export type Statements = {
  readonly matter: FrontMatter;
  /** What is stated of a thing, by any of its names: its title, its id. */
  of<Name extends Keyed>(field: Name, ...names: readonly string[]): ValueOf<Name> | undefined;
  /** The statements about which nothing was asked, each as "field: name": the document has no such thing. */
  unused(): readonly string[];
};

/** The statements of one document. They remember which of them were asked for. */
export function createStatements(matter: FrontMatter): Statements {
  const used = new Set<string>();
  const byField = new Map(
    keyed.map((field) => [
      field,
      new Map(Object.entries(matter[field] ?? {}).map(([name, value]) => [keyOf(name), value])),
    ]),
  );
  return {
    matter,
    of: <Name extends Keyed>(field: Name, ...names: readonly string[]) => {
      const stated = byField.get(field);
      if (stated === undefined || stated.size === 0) {
        return undefined;
      }
      const name = names.map(keyOf).find((key) => stated.has(key));
      if (name === undefined) {
        return undefined;
      }
      used.add(`${field}: ${name}`);
      // Each field's values went into its own map above.
      return stated.get(name) as ValueOf<Name>;
    },
    unused: () =>
      keyed.flatMap((field) =>
        Object.keys(matter[field] ?? {})
          .filter((name) => !used.has(`${field}: ${keyOf(name)}`))
          .map((name) => `${field}: ${name}`),
      ),
  };
}

export const noStatements = createStatements(noFrontMatter);

/** What a code block is called in front matter: the first line of it that says something. */
export function firstLineOf(text: string): string {
  return text.split("\n").find((line) => line.trim() !== "") ?? "";
}

/** What an operation is called in front matter: its label, its id, or the first line of what it runs. */
export function namesOf({ label, id, script }: Pick<Operation, "label" | "id" | "script">): readonly string[] {
  return [label, id, firstLineOf(script)];
}

function keyOf(name: string): string {
  return name.trim().replace(/\s+/g, " ").toLowerCase();
}
