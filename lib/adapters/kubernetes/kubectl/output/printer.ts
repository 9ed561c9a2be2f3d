import "server-only";
import { CommandFailure } from "../failure";
import type { Flags } from "../flags";
import { compileJsonPath, printJsonPath } from "../go/jsonpath";
import { goKyaml } from "../go/kyaml";
import { arranged, type StructShape, structJson } from "../go/struct-json";
import { compileTemplate, printTemplate } from "../go/template";
import { goJson, isMap } from "../go/values";
import { goYaml } from "../go/yaml";
import { listAt, textAt } from "../objects";
import { customColumns } from "./custom-columns";
import type { Output } from "./formats";

/** Prints one object or one list. Made before anything is asked, so that a broken template is said first. */
export type Printer = (value: unknown) => string;

/** The printer of an output format. JSON of what kubectl reads into a struct of its own has the order of its `shape`. */
export function printerOf({ name, template }: Output, flags: Flags, shape?: StructShape): Printer {
  const allowMissing = flags.get("allow-missing-template-keys") !== "false";
  switch (name) {
    case "json":
      return (value) => `${jsonText(hidden(value, flags), shape)}\n`;
    case "kyaml":
      return (value) => kyamlText(hidden(value, flags), shape);
    case "yaml":
      return yamlPrinter(flags);
    case "name":
      return (value) => itemsOf(value).map(objectName).join("");
    case "jsonpath":
    case "jsonpath-as-json": {
      const path = compileJsonPath(template);
      return (value) => printJsonPath(path, value, { allowMissing, asJson: name === "jsonpath-as-json" });
    }
    case "custom-columns":
      return customColumns(template, flags.has("no-headers"));
    case "go-template": {
      const compiled = compileTemplate(template);
      return (value) => printTemplate(compiled, value, { allowMissing });
    }
    default:
      throw new CommandFailure(`error: the output format ${name} is not made here`);
  }
}

function jsonText(value: unknown, shape: StructShape | undefined): string {
  return shape ? structJson(value, shape, "    ") : goJson(value, "    ");
}

function kyamlText(value: unknown, shape: StructShape | undefined): string {
  return shape ? goKyaml(arranged(value, shape), true) : goKyaml(value);
}

/** Documents after the first are set apart: a watch prints many. */
function yamlPrinter(flags: Flags): Printer {
  let count = 0;
  return (value) => {
    count += 1;
    return `${count > 1 ? "---\n" : ""}${goYaml(hidden(value, flags))}`;
  };
}

/** The members of a list, or the one object itself. */
function itemsOf(value: unknown): readonly unknown[] {
  return isMap(value) && Array.isArray(value["items"]) ? listAt(value, "items") : [value];
}

/** "deployment.apps/x", by what an object says of itself. */
function objectName(object: unknown): string {
  const [group = ""] = /^.*(?=\/)/.exec(textAt(object, "apiVersion")) ?? [];
  const kind = textAt(object, "kind").toLowerCase();
  return `${kind}${group === "" ? "" : `.${group}`}/${textAt(object, "metadata", "name")}\n`;
}

/** JSON and YAML do not show who wrote which field, unless they are asked to. */
function hidden(value: unknown, flags: Flags): unknown {
  if (flags.has("show-managed-fields") || !isMap(value)) {
    return value;
  }
  if (Array.isArray(value["items"])) {
    return { ...value, items: value["items"].map(withoutManagedFields) };
  }
  return withoutManagedFields(value);
}

function withoutManagedFields(object: unknown): unknown {
  if (!isMap(object) || !isMap(object["metadata"])) {
    return object;
  }
  const { managedFields: _hidden, ...metadata } = object["metadata"];
  return { ...object, metadata };
}
