import "server-only";
import { stringify } from "yaml";
import { CommandFailure } from "./failure";
import { jsonPath } from "./jsonpath";
import { member } from "./objects";

export type ObjectFormat = {
  readonly output: string;
  readonly template: string | undefined;
  readonly keepsManagers: boolean;
};

/** One object as `-o` prints it, without its managed fields. */
export function printObject(object: unknown, { output, template, keepsManagers }: ObjectFormat): string {
  const shown = keepsManagers ? object : withoutManagers(object);
  const at = output.indexOf("=");
  const name = at === -1 ? output : output.slice(0, at);
  switch (name) {
    case "json":
      return `${JSON.stringify(sortedByKey(shown), null, 4)}\n`;
    case "yaml":
      return stringify(sortedByKey(shown), {
        lineWidth: 0,
        indentSeq: false,
        singleQuote: null,
        aliasDuplicateObjects: false,
        version: "1.1",
      });
    case "jsonpath":
      return jsonPath(at === -1 ? (template ?? "") : output.slice(at + 1), shown);
    default:
      throw new CommandFailure(
        `error: unable to match a printer suitable for the output format "${output}", allowed formats are: go-template,go-template-file,json,jsonpath,jsonpath-as-json,jsonpath-file,kyaml,name,template,templatefile,yaml`,
      );
  }
}

function withoutManagers(object: unknown): unknown {
  const metadata = member(object, "metadata");
  if (metadata === null || typeof metadata !== "object") {
    return object;
  }
  const { managedFields: _hidden, ...rest } = Object.fromEntries(Object.entries(metadata));
  return Object.assign({}, object, { metadata: rest });
}

/** The value with the keys of its maps sorted, as Go writes them. */
export function sortedByKey(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(sortedByKey);
  }
  return value !== null && typeof value === "object"
    ? Object.fromEntries(
        Object.entries(value)
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([key, inner]) => [key, sortedByKey(inner)]),
      )
    : value;
}
