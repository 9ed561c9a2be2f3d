import "server-only";
import { CommandFailure } from "../../failure";
import type { Flags, FlagTable } from "../../flags";
import type { Invocation } from "../../invocation";
import type { CreateKind } from "./kind";

const flags: FlagTable = {
  "from-literal": { kind: "list" },
  "from-file": { kind: "list" },
  "from-env-file": { kind: "list" },
  "append-hash": { kind: "switch" },
};

export const configMap: CreateKind = {
  name: "configmap",
  saysFailed: "failed to create configmap:",
  flags,
  make: async (given, name, call) => {
    const values = await valuesOf(call, given, { kind: "ConfigMap", name });
    const data = Object.fromEntries([...values].map(([key, bytes]) => [key, bytes.toString("utf8")]));
    return { apiVersion: "v1", kind: "ConfigMap", ...(values.size > 0 && { data }) };
  },
};

export const secret: CreateKind = {
  name: "secret generic",
  saysFailed: "failed to create secret",
  flags: { ...flags, type: { kind: "value" } },
  make: async (given, name, call) => {
    const values = await valuesOf(call, given, { kind: "Secret", name });
    const data = Object.fromEntries([...values].map(([key, bytes]) => [key, bytes.toString("base64")]));
    const type = given.get("type") ?? "";
    return { apiVersion: "v1", kind: "Secret", ...(type !== "" && { type }), ...(values.size > 0 && { data }) };
  },
};

async function valuesOf(
  call: Invocation,
  given: Flags,
  { kind, name }: { readonly kind: string; readonly name: string },
): Promise<ReadonlyMap<string, Buffer>> {
  const values = new Map<string, Buffer>();
  const add = (key: string, bytes: Buffer) => {
    if (values.has(key)) {
      throw new CommandFailure(
        `error: cannot add key "${key}", another key by that name already exists in Data for ${kind} "${name}"`,
      );
    }
    values.set(key, bytes);
  };
  if (given.all("from-env-file").length > 0 || given.has("append-hash")) {
    throw new CommandFailure(
      "error: --from-env-file and --append-hash are not done from here: copy it and run it by hand",
    );
  }
  for (const source of given.all("from-file")) {
    const at = source.indexOf("=");
    const path = source.slice(at + 1);
    const bytes = await call.io.readFile(path);
    if (bytes === null) {
      throw new CommandFailure(`error: error reading ${path}: no such file or directory`);
    }
    add(at === -1 ? (path.split("/").at(-1) ?? path) : source.slice(0, at), Buffer.from(bytes));
  }
  for (const literal of given.all("from-literal")) {
    const at = literal.indexOf("=");
    if (at <= 0) {
      throw new CommandFailure(`error: invalid literal source ${literal}, expected key=value`);
    }
    add(literal.slice(0, at), Buffer.from(unquoted(literal.slice(at + 1))));
  }
  return values;
}

/** kubectl takes quotes off that survived the shell. */
function unquoted(value: string): string {
  return /^(?:".*"|'.*')$/s.test(value) && value.length >= 2 ? value.slice(1, -1) : value;
}
