import "server-only";
import { CommandFailure } from "../../failure";
import { type FlagTable, parseFlags } from "../../flags";
import type { Invocation } from "../../invocation";
import { entriesAt } from "../../objects";
import { containersOf, matchesWildcard } from "../../pod-spec";
import { canonicalQuantity } from "../../quantities";
import { changeCause, recordFlag } from "../../record";
import { selectTargets } from "../../selection";
import { changeTemplates, containersChange, setFlags } from "./template-change";

const flagTable: FlagTable = {
  ...setFlags,
  ...recordFlag,
  containers: { kind: "value", short: "c" },
  limits: { kind: "value" },
  requests: { kind: "value" },
};

type Amounts = Readonly<Record<string, string>>;
type Wanted = { readonly limits: Amounts; readonly requests: Amounts };

/** kubectl set resources. */
export async function setResources(argv: readonly string[], call: Invocation): Promise<number> {
  const flags = parseFlags(argv, flagTable, "set resources");
  const [limits, requests] = [flags.get("limits") ?? "", flags.get("requests") ?? ""];
  const selected = { flags, words: flags.words };
  const isWrong = limits === "" && requests === "";
  await selectTargets(call, { ...selected, isBlind: !isWrong });
  if (flags.has("all") && (flags.get("selector") ?? "") !== "") {
    throw new CommandFailure("error: cannot set --all and --selector at the same time");
  }
  if (isWrong) {
    throw new CommandFailure(
      "error: you must specify an update to requests or limits (in the form of --requests/--limits)",
    );
  }
  const wanted = { limits: amounts(limits), requests: amounts(requests) };
  const pattern = flags.get("containers") ?? "*";
  return changeTemplates(call, {
    ...selected,
    cause: changeCause(call, flagTable),
    operation: "resource requirements updated",
    onFailure: "failed to patch resources update to pod template",
    change: (object, { path, problems }) => {
      const containers = containersOf(object, path).filter(({ name }) => matchesWildcard(name, pattern));
      if (containers.length === 0) {
        problems.push(`error: unable to find container named ${pattern}`);
      }
      const changes = containers.flatMap((container) => {
        const patch = resourcesPatch(container.value, wanted);
        return patch ? [{ ...container, patch: { resources: patch }, value: merged(container.value, patch) }] : [];
      });
      return containersChange(object, path, changes);
    },
  });
}

function amounts(text: string): Amounts {
  if (text === "") {
    return {};
  }
  return Object.fromEntries(
    text.split(",").map((pair) => {
      const [name = "", value, ...more] = pair.split("=");
      if (value === undefined || more.length > 0) {
        throw new CommandFailure(`error: Invalid argument syntax ${pair}, expected <resource>=<value>`);
      }
      const amount = canonicalQuantity(value);
      if (amount === null) {
        throw new CommandFailure(
          "error: quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'",
        );
      }
      return [name, amount];
    }),
  );
}

type ResourcesPatch = { limits?: Amounts; requests?: Amounts };

function resourcesPatch(container: unknown, wanted: Wanted): ResourcesPatch | null {
  const patch: ResourcesPatch = {};
  for (const kind of ["limits", "requests"] as const) {
    const present = new Map(entriesAt(container, "resources", kind));
    const changed = Object.entries(wanted[kind]).filter(([name, amount]) => present.get(name) !== amount);
    if (changed.length > 0) {
      patch[kind] = Object.fromEntries(changed);
    }
  }
  return patch.limits || patch.requests ? patch : null;
}

function merged(container: unknown, patch: ResourcesPatch): unknown {
  const amountsOf = (kind: "limits" | "requests") => ({
    ...Object.fromEntries(entriesAt(container, "resources", kind)),
    ...patch[kind],
  });
  const [limits, requests] = [amountsOf("limits"), amountsOf("requests")];
  return Object.assign({}, container, {
    resources: {
      ...(Object.keys(limits).length > 0 && { limits }),
      ...(Object.keys(requests).length > 0 && { requests }),
    },
  });
}
