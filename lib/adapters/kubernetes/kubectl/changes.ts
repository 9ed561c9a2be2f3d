import "server-only";
import { CommandFailure } from "./failure";
import type { Flags, FlagTable } from "./flags";
import type { StructShape } from "./go/struct-json";
import { typedShape } from "./go/typed-shapes";
import type { Invocation } from "./invocation";
import { textAt } from "./objects";
import { formatName } from "./output/formats";
import { type ObjectFormat, printObject } from "./print-object";
import type { Target } from "./target";

export type DryRun = "none" | "client" | "server";

/** Flags of every verb that changes something and prints what it did. */
export const changeFlags: FlagTable = {
  "dry-run": { kind: "tristate" },
  output: { kind: "value", short: "o" },
  "field-manager": { kind: "value" },
  "show-managed-fields": { kind: "switch" },
  "allow-missing-template-keys": { kind: "switch" },
  template: { kind: "value" },
};

/** How much of a change is really done, in kubectl's words. A bare `--dry-run` is that of the client. */
export function dryRunOf(flags: Flags): DryRun {
  const word = flags.get("dry-run") ?? "none";
  switch (word) {
    case "none":
    case "false":
      return "none";
    case "client":
    case "true":
    case "unchanged":
      return "client";
    case "server":
      return "server";
    default:
      throw new CommandFailure(`error: Invalid dry-run value (${word}). Must be "none", "server", or "client".`);
  }
}

/** The query of a changing request: who changes, and whether it is only tried. */
export function changeQuery(flags: Flags, manager: string, dryRun: DryRun): string {
  const query = new URLSearchParams({ fieldManager: flags.get("field-manager") ?? manager });
  if (dryRun === "server") {
    query.set("dryRun", "All");
  }
  return `?${query}`;
}

/** What an act counts as: one that the server only tries counts as a read, as in the risk shown beforehand. */
export function riskUnder(dryRun: DryRun, risk: "change" | "destructive"): "read" | "change" | "destructive" {
  return dryRun === "none" ? risk : "read";
}

export type PrinterOptions = {
  readonly dryRun: DryRun;
  /** Whether kubectl reads the object into a type of its own first, which leaves out what is null. */
  readonly isTyped?: boolean;
  /** The order of its fields in JSON then; that of its kind when left out. */
  readonly shape?: StructShape;
  /** kubectl makes a new printer for each object of some verbs: then no `---` stands between them. */
  readonly restartsSeparators?: boolean;
};

export type Printer = (target: Pick<Target, "type" | "name">, object: unknown, operation: string) => void;

/** Says what was done: `deployment.apps/web scaled (dry run)`, or the object in the format that `-o` asks for. */
export function changePrinter(call: Invocation, flags: Flags, options: PrinterOptions): Printer {
  const { dryRun, isTyped = false, restartsSeparators = false } = options;
  const output = formatName(flags.get("output") ?? "");
  const format: ObjectFormat = {
    output,
    template: flags.get("template"),
    keepsManagers: flags.has("show-managed-fields"),
    ...(options.shape && { shape: options.shape }),
  };
  let count = 0;
  return (target, object, operation) => {
    if (output === "" || output === "name") {
      const said = operation === "" || output === "name" ? "" : ` ${operation}${dryRunNote(dryRun)}`;
      call.out(`${printedName(target, object)}${said}\n`);
      return;
    }
    const separator = count > 0 && output === "yaml" && !restartsSeparators ? "---\n" : "";
    call.out(separator + (isTyped ? typedText(object, format) : printObject(object, format)));
    count += 1;
  };
}

function typedText(object: unknown, format: ObjectFormat): string {
  const shape = format.shape ?? typedShape(object);
  return printObject(withoutEmptyTimes(object), { ...format, ...(shape && { shape }) });
}

/** The answer says what it is: that of a subresource is another kind than the object. */
function printedName({ type, name }: Pick<Target, "type" | "name">, object: unknown): string {
  const kind = textAt(object, "kind") || type.kind;
  const version = textAt(object, "apiVersion");
  const group = version === "" ? type.group : version.includes("/") ? version.replace(/\/.*$/, "") : "";
  return `${kind.toLowerCase()}${group === "" ? "" : `.${group}`}/${name || "<unknown>"}`;
}

/** What stands behind an operation that was only tried. */
export function dryRunNote(dryRun: DryRun): string {
  return { none: "", client: " (dry run)", server: " (server dry run)" }[dryRun];
}

/** An object as kubectl's own types keep it: without times that are null. */
export function withoutEmptyTimes(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(withoutEmptyTimes);
  }
  return value !== null && typeof value === "object"
    ? Object.fromEntries(
        Object.entries(value)
          .filter(([key, inner]) => !(key === "creationTimestamp" && inner === null))
          .map(([key, inner]) => [key, withoutEmptyTimes(inner)]),
      )
    : value;
}
