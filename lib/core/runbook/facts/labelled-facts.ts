import type { Sourced } from "../source";
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
  for (const line of lines) {
    for (const text of fieldsOf(line)) {
      const value = pattern.exec(text.replace(/\*\*/g, ""))?.[1]?.trim();
      if (value && !unfilled.test(value)) {
        return { value, from: "written", lines: line.lines };
      }
    }
  }
  return null;
}

/** What a template leaves to be filled in: "[Team]", "YYYY-MM-DD", "TBD". */
const unfilled = /^(?:\[[^\]]*\]|<[^>]*>|\{[^}]*\}|_+|-+|\.{3}|…|YYYY\S*|TBD|TODO|N\/?A|tba)$/i;

/** The head of a table names columns and is no field. */
const columnName =
  /\|\s*(?:descriptions?|definitions?|meanings?|values?|details?|response.*|impacts?|examples?|criteria|notes?|actions?|contacts?|names?|roles?|who|when|what)$/i;

/** "Service: shop | Owner: Ann" are two fields; a row is one when it is a name and a value. */
function fieldsOf({ text, row }: TextLine): readonly string[] {
  if (row) {
    return row.cells > 2 || (row.isHead && columnName.test(text.trim())) ? [] : [text];
  }
  return /[|·•]/.test(text) ? text.split(/\s+[|·•]\s+(?=\p{L}[\p{L} ]{1,30}\s*:)/u) : [text];
}
