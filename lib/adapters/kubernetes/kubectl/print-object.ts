import "server-only";
import { CommandFailure } from "./failure";
import { compileJsonPath, printJsonPath } from "./go/jsonpath";
import { goKyaml } from "./go/kyaml";
import { arranged, type StructShape, structJson } from "./go/struct-json";
import { compileTemplate, printTemplate } from "./go/template";
import { goJson } from "./go/values";
import { goYaml } from "./go/yaml";
import { member } from "./objects";

export type ObjectFormat = {
  readonly output: string;
  readonly template: string | undefined;
  readonly keepsManagers: boolean;
  /** The order of the fields in JSON and KYAML; by name when left out. */
  readonly shape?: StructShape;
};

/** One object as `-o` prints it, without its managed fields. */
export function printObject(object: unknown, { output, template, keepsManagers, shape }: ObjectFormat): string {
  const shown = keepsManagers ? object : withoutManagers(object);
  const at = output.indexOf("=");
  const name = at === -1 ? output : output.slice(0, at);
  const said = at === -1 ? (template ?? "") : output.slice(at + 1);
  switch (name) {
    case "json":
      return `${shape ? structJson(shown, shape, "    ") : goJson(shown, "    ")}\n`;
    case "kyaml":
      return shape ? goKyaml(arranged(shown, shape), true) : goKyaml(shown);
    case "yaml":
      return goYaml(shown);
    case "jsonpath":
    case "jsonpath-as-json":
      return printJsonPath(compileJsonPath(said), shown, { allowMissing: true, asJson: name === "jsonpath-as-json" });
    case "go-template":
    case "template":
      return printTemplate(compileTemplate(said), shown, { allowMissing: true });
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
