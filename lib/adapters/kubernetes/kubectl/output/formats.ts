import "server-only";
import { CommandFailure } from "../failure";
import type { Flags } from "../flags";
import type { Invocation } from "../invocation";

/** A value of `-o`, its template apart: `jsonpath={.items}`. */
export type Output = { readonly name: string; readonly template: string };

/** Those whose letters may be of either case. */
const plain: ReadonlySet<string> = new Set(["json", "yaml", "kyaml", "name"]);
const templated: ReadonlyMap<string, string> = new Map([
  ["jsonpath", "jsonpath"],
  ["jsonpath-as-json", "jsonpath-as-json"],
  ["custom-columns", "custom-columns"],
  ["go-template", "go-template"],
  ["template", "go-template"],
]);
const fromFile: ReadonlyMap<string, string> = new Map([
  ["jsonpath-file", "jsonpath"],
  ["custom-columns-file", "custom-columns"],
  ["go-template-file", "go-template"],
  ["templatefile", "go-template"],
]);

const ALLOWED = {
  tables:
    "custom-columns,custom-columns-file,go-template,go-template-file,json,jsonpath,jsonpath-as-json,jsonpath-file,kyaml,name,template,templatefile,wide,yaml",
  objects:
    "go-template,go-template-file,json,jsonpath,jsonpath-as-json,jsonpath-file,kyaml,name,template,templatefile,yaml",
} as const;

/** Verbs that print tables know more formats than those that print objects. */
export type Formats = keyof typeof ALLOWED;
const onlyForTables = new Set(["wide", "custom-columns", "custom-columns-file"]);

/** The output that the flags ask for; null for none. Throws kubectl's error for an unknown one. */
export async function readOutput(flags: Flags, call: Invocation, formats: Formats = "tables"): Promise<Output | null> {
  const said = flags.get("output") ?? "";
  const output = said === "" && flags.get("template") !== undefined ? "go-template" : said;
  if (output === "") {
    return null;
  }
  if (formats === "objects" && onlyForTables.has(output.replace(/=.*$/s, ""))) {
    throw unknownOutput(output, formats);
  }
  const name = formatName(output);
  return name === "wide" || plain.has(name)
    ? { name, template: "" }
    : templatedOutput(output, flags, { call, formats });
}

async function templatedOutput(
  output: string,
  flags: Flags,
  { call, formats }: { readonly call: Invocation; readonly formats: Formats },
): Promise<Output> {
  const at = output.indexOf("=");
  const [name, template] =
    at === -1 ? [output, flags.get("template") ?? ""] : [output.slice(0, at), output.slice(at + 1)];
  const format = templated.get(name) ?? fromFile.get(name);
  if (format === undefined) {
    throw unknownOutput(output, formats);
  }
  if (template === "") {
    const what =
      format === "custom-columns"
        ? "custom-columns format specified but no custom columns"
        : "template format specified but no template";
    throw new CommandFailure(`error: ${what} given`);
  }
  return { name: format, template: fromFile.has(name) ? await readTemplate(template, name, call) : template };
}

/** The name of an output format: `json` for `JSON`. */
export function formatName(output: string): string {
  const lower = output.toLowerCase();
  return plain.has(lower) ? lower : output;
}

function unknownOutput(output: string, formats: Formats): CommandFailure {
  return new CommandFailure(
    `error: unable to match a printer suitable for the output format "${output}", allowed formats are: ${ALLOWED[formats]}`,
  );
}

async function readTemplate(path: string, name: string, call: Invocation): Promise<string> {
  const bytes = await call.io.readFile(path);
  if (bytes === null) {
    throw new CommandFailure(
      name === "custom-columns-file"
        ? `error: error reading template ${path}, open ${path}: no such file or directory`
        : `error: error reading --template ${path}, open ${path}: no such file or directory`,
    );
  }
  return Buffer.from(bytes).toString("utf8");
}
