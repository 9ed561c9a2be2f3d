import "server-only";
import { CommandFailure } from "../../failure";
import type { Flags, FlagTable } from "../../flags";
import type { Invocation } from "../../invocation";
import { pairOf } from "../../pairs";
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
  for (const [key, bytes] of await sourcesOf(call, given)) {
    add(key, bytes);
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

/** What the named files hold, with the keys that it gets. */
async function sourcesOf(call: Invocation, given: Flags): Promise<readonly (readonly [string, Buffer])[]> {
  if (given.has("append-hash")) {
    throw new CommandFailure("error: --append-hash is not done from here: copy it and run it by hand");
  }
  const [envFiles, files] = [given.all("from-env-file"), given.all("from-file")];
  if (envFiles.length > 0 && files.length + given.all("from-literal").length > 0) {
    throw new CommandFailure("error: from-env-file cannot be combined with from-file or from-literal");
  }
  const found: (readonly [string, Buffer])[] = [];
  for (const path of envFiles) {
    const variables = variablesOf(await read(call, path), call.io.env);
    found.push(...variables.map(([key, value]) => [key, Buffer.from(value)] as const));
  }
  for (const source of files) {
    const at = source.indexOf("=");
    const path = source.slice(at + 1);
    found.push([at === -1 ? (path.split("/").at(-1) ?? path) : source.slice(0, at), await read(call, path)]);
  }
  return found;
}

async function read(call: Invocation, path: string): Promise<Buffer> {
  const bytes = await call.io.readFile(path);
  if (bytes === null) {
    throw new CommandFailure(`error: error reading ${path}: no such file or directory`);
  }
  return Buffer.from(bytes);
}

/** `KEY=value` lines; a key alone takes the value that the script has for it. */
function variablesOf(file: Buffer, env: Readonly<Record<string, string>>): readonly (readonly [string, string])[] {
  const lines = file
    .toString("utf8")
    .split("\n")
    .map((line) => line.trimStart().replace(/\r$/, ""));
  return lines
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => (line.includes("=") ? pairOf(line) : [line, env[line] ?? ""]));
}

/** kubectl takes quotes off that survived the shell. */
function unquoted(value: string): string {
  return /^(?:".*"|'.*')$/s.test(value) && value.length >= 2 ? value.slice(1, -1) : value;
}
