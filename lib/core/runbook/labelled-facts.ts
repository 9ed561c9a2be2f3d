import type { Sourced } from "./source";
import type { TextLine } from "./text-lines";

/** A fact under its name; nothing when there is none. */
export function fact<Name extends string>(
  name: Name,
  value: Sourced<string> | null,
): { readonly [Key in Name]?: Sourced<string> } {
  return value === null ? {} : ({ [name]: value } as { readonly [Key in Name]?: Sourced<string> });
}

/** What front matter states. */
export function stated(value: string | undefined): Sourced<string> | null {
  return value === undefined ? null : { value, from: "front-matter" };
}

/** The first line that begins with a label: "Owner: …", in bold, in a list or in a table. */
export function labelled(lines: readonly TextLine[], pattern: RegExp): Sourced<string> | null {
  for (const { text, lines: where } of lines) {
    const value = pattern.exec(text.replace(/\*\*/g, ""))?.[1]?.trim();
    if (value) {
      return { value, from: "written", lines: where };
    }
  }
  return null;
}
