import "server-only";
import { CommandFailure } from "../../failure";
import { type Flags, type FlagTable, parseFlags } from "../../flags";
import type { Invocation } from "../../invocation";
import { containersOf, matchesWildcard } from "../../pod-spec";
import { containerChange, takenVariable, warnOfNone } from "./env-change";
import { listEnvironment } from "./env-list";
import { readEnvironment } from "./env-words";
import { changeTemplates, containersChange, setFlags } from "./template-change";

const flagTable: FlagTable = {
  ...setFlags,
  containers: { kind: "value", short: "c" },
  list: { kind: "switch" },
  resolve: { kind: "switch" },
  overwrite: { kind: "switch" },
  env: { kind: "list", short: "e" },
  from: { kind: "value" },
  prefix: { kind: "value" },
  keys: { kind: "list" },
};

/** kubectl set env: sets, imports and removes variables of containers, or lists them. */
export async function setEnv(argv: readonly string[], call: Invocation): Promise<number> {
  const flags = parseFlags(argv, flagTable, "set env");
  const { resources, words } = splitWords(flags);
  validate(flags, resources);
  const change = await readEnvironment(call, flags, [...flags.all("env"), ...words]);
  const pattern = flags.get("containers") ?? "*";
  if (flags.has("list")) {
    return listEnvironment(call, { flags, words: resources, pattern, change });
  }
  const isOverwriting = flags.get("overwrite") !== "false";
  return changeTemplates(call, {
    flags,
    words: resources,
    operation: "env updated",
    onFailure: "failed to patch env update to pod template:",
    change: (object, { path, target, problems }) => {
      const containers = containersOf(object, path).filter(({ name }) => matchesWildcard(name, pattern));
      warnOfNone(call, target, containers.length === 0 ? pattern : null);
      const taken = isOverwriting
        ? null
        : takenVariable(
            containers.map(({ value }) => value),
            change,
          );
      if (taken) {
        problems.push(`error: ${target.type.plural}/${target.name} ${taken}`);
        return null;
      }
      return containersChange(
        object,
        path,
        containers.flatMap((container) => containerChange(container, change)),
      );
    },
    confirm: () => {
      if (change.set.length === 0 && words.length === 0) {
        throw new CommandFailure("error: at least one environment variable must be provided");
      }
    },
  });
}

function splitWords({ words }: Flags): { readonly resources: readonly string[]; readonly words: readonly string[] } {
  const isVariable = (word: string) => /^.+=/s.test(word) || word.endsWith("-");
  const first = words.findIndex(isVariable);
  const at = first === -1 ? words.length : first;
  if (words.slice(at).some((word) => !isVariable(word))) {
    throw new CommandFailure(`error: all resources must be specified before environment changes: ${words.join(" ")}`);
  }
  return { resources: words.slice(0, at), words: words.slice(at) };
}

function validate(flags: Flags, resources: readonly string[]): void {
  const problems = [
    flags.has("all") && (flags.get("selector") ?? "") !== "" && "cannot set --all and --selector at the same time",
    resources.length === 0 &&
      flags.all("filename").length === 0 &&
      "one or more resources must be specified as <resource> <name> or <resource>/<name>",
    flags.has("list") && (flags.get("output") ?? "") !== "" && "--list and --output may not be specified together",
    flags.all("keys").length > 0 &&
      (flags.get("from") ?? "") === "" &&
      "when specifying --keys, a configmap or secret must be provided with --from",
  ];
  const problem = problems.find((text) => text !== false);
  if (problem) {
    throw new CommandFailure(`error: ${problem}`);
  }
}
