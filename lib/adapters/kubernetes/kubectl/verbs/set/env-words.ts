import "server-only";
import { CommandFailure } from "../../failure";
import type { Flags } from "../../flags";
import type { Invocation } from "../../invocation";
import { entriesAt } from "../../objects";
import { selectTargets } from "../../selection";
import type { EnvChange, EnvVar } from "./env-change";

const NAME = /^[-._a-zA-Z][-._a-zA-Z0-9]*$/;

/** The variables that the words, stdin and `--from` name. */
export async function readEnvironment(call: Invocation, flags: Flags, words: readonly string[]): Promise<EnvChange> {
  const { set, remove } = fromWords(words, call.io.stdin);
  const from = flags.get("from") ?? "";
  const imported = from === "" ? [] : await importedVariables(call, flags, from);
  const prefix = flags.get("prefix") ?? "";
  return { set: [...set, ...imported].map((variable) => ({ ...variable, name: prefix + variable.name })), remove };
}

function fromWords(words: readonly string[], stdin: string): EnvChange {
  const set: EnvVar[] = [];
  const remove: string[] = [];
  const named = new Set<string>();
  for (const word of words) {
    const at = word.indexOf("=");
    if (word === "-") {
      set.push(...fromLines(stdin));
    } else if (at !== -1) {
      const name = word.slice(0, at);
      refuseName(name);
      named.add(name);
      set.push({ name, value: word.slice(at + 1) });
    } else if (word.endsWith("-")) {
      remove.push(word.slice(0, -1));
    } else {
      throw new CommandFailure(`error: unknown environment variable: ${word}`);
    }
  }
  if (remove.some((name) => named.has(name))) {
    throw new CommandFailure("error: can not both modify and remove the same environment variable in the same command");
  }
  return { set, remove };
}

function fromLines(text: string): readonly EnvVar[] {
  return text.split("\n").flatMap((line) => {
    const [plain = ""] = line.split("#");
    const at = plain.indexOf("=");
    return at === -1 ? [] : [{ name: plain.slice(0, at), value: plain.slice(at + 1) }];
  });
}

function refuseName(name: string): void {
  if (!NAME.test(name)) {
    throw new CommandFailure(
      `error: "${name}" is not a valid key name: a valid environment variable name must consist of alphabetic characters, digits, '_', '-', or '.', and must not start with a digit (e.g. 'my.env-name',  or 'MY_ENV.NAME',  or 'MyEnvName1', regex used for validation is '[-._a-zA-Z][-._a-zA-Z0-9]*')`,
    );
  }
}

async function importedVariables(call: Invocation, flags: Flags, from: string): Promise<readonly EnvVar[]> {
  const keys = flags.all("keys").flatMap((list) => list.split(","));
  const targets = await selectTargets(call, { flags, words: [from] });
  return targets.flatMap(({ type, name, object }) => {
    const reference = { Secret: "secretKeyRef", ConfigMap: "configMapKeyRef" }[type.kind];
    if (reference === undefined) {
      throw new CommandFailure("error: unsupported resource specified in --from");
    }
    return entriesAt(object, "data")
      .filter(([key]) => keys.length === 0 || keys.includes(key))
      .map(([key]) => ({ name: variableName(call, key), valueFrom: { [reference]: { key, name } } }));
  });
}

function variableName(call: Invocation, key: string): string {
  const variable = key.replaceAll(/[^a-zA-Z0-9_]/g, "_").toUpperCase();
  if (variable !== key) {
    call.io.write("stderr", `Warning: key ${key} transferred to ${variable}\n`);
  }
  return variable;
}
