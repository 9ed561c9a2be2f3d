import "server-only";
import { CommandFailure } from "../../failure";
import { parseFlags } from "../../flags";
import type { Invocation } from "../../invocation";
import { entriesAt, type KubeObject } from "../../objects";
import { pairOf } from "../../pairs";
import { replacedAt } from "../../pod-spec";
import { changeCause, recordFlag } from "../../record";
import { changeObjects, type SpecChange, setFlags } from "./template-change";

const { selector: _selector, "field-selector": _fields, ...ownFlags } = setFlags;

/** kubectl set selector: the labels of the pods that a service finds. */
export async function setSelector(argv: readonly string[], call: Invocation): Promise<number> {
  const flagTable = { ...ownFlags, ...recordFlag, "resource-version": { kind: "value" } } as const;
  const flags = parseFlags(argv, flagTable, "set selector");
  const expression = flags.words.at(-1);
  if (expression === undefined) {
    throw new CommandFailure("error: one selector is required");
  }
  const parts = expression.split(",");
  const odd = parts.find((part) => !part.includes("="));
  const wanted = Object.fromEntries(parts.map(pairOf));
  return changeObjects(call, {
    flags,
    words: flags.words.slice(0, -1),
    cause: changeCause(call, flagTable),
    operation: "selector updated",
    onFailure: "failed to patch selector:",
    change: (object, { target }) => {
      if (target.type.plural !== "services" || target.type.group !== "") {
        throw new CommandFailure("error: setting a selector is only supported for Services");
      }
      if (odd !== undefined) {
        throw new CommandFailure(`error: match expression [{${odd} Exists []}] not supported on this object`);
      }
      return selectorChange(object, wanted);
    },
  });
}

function selectorChange(object: KubeObject, wanted: Readonly<Record<string, string>>): SpecChange {
  const present = Object.fromEntries(entriesAt(object, "spec", "selector"));
  const changed = Object.entries(wanted).filter(([key, value]) => present[key] !== value);
  const gone = Object.keys(present).filter((key) => !(key in wanted));
  const selector = Object.fromEntries([...changed, ...gone.map((key) => [key, null] as const)]);
  return {
    patch: Object.keys(selector).length === 0 ? {} : { spec: { selector } },
    object: replacedAt(object, ["spec", "selector"], wanted),
  };
}
