import "server-only";
import { CommandFailure, problemsFailure } from "../../failure";
import { textAt } from "../../objects";
import { labelValueProblems } from "../../pairs";

export type Taint = { readonly key: string; readonly value: string; readonly effect: string };
export type TaintChange = { readonly add: readonly Taint[]; readonly remove: readonly Taint[] };

const HELP = "\nSee 'kubectl taint -h' for help and examples";
const effects = new Set(["NoSchedule", "PreferNoSchedule", "NoExecute"]);
const KEY = /^([a-z0-9]([-a-z0-9.]*[a-z0-9])?\/)?([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/;

/** Reads `key=value:effect`, `key:effect`, and with a `-` behind it what is to go. Throws kubectl's error. */
export function readTaints(words: readonly string[]): TaintChange {
  const add: Taint[] = [];
  const remove: Taint[] = [];
  for (const word of words) {
    if (word.endsWith("-")) {
      remove.push(readTaint(word.slice(0, -1)));
      continue;
    }
    const taint = readTaint(word);
    if (taint.effect === "") {
      throw wrong(`invalid taint spec: ${word}`);
    }
    if (add.some(({ key, effect }) => key === taint.key && effect === taint.effect)) {
      throw wrong(
        `duplicated taints with the same key and effect: {${taint.key} ${taint.value} ${taint.effect} <nil>}`,
      );
    }
    add.push(taint);
  }
  return { add, remove };
}

function wrong(message: string): CommandFailure {
  return new CommandFailure(`error: ${message}${HELP}`);
}

function readTaint(spec: string): Taint {
  const [head = "", effect = "", ...more] = spec.split(":");
  const isNamed = spec.includes(":");
  if (more.length > 0) {
    throw wrong(`invalid taint spec: ${spec}`);
  }
  if (isNamed && !effects.has(effect)) {
    throw wrong(`invalid taint effect: ${effect}, unsupported taint effect`);
  }
  const [key = "", value = "", ...rest] = isNamed ? head.split("=") : [head];
  if (rest.length > 0) {
    throw wrong(`invalid taint spec: ${spec}`);
  }
  const problems = labelValueProblems(value);
  if (problems.length > 0) {
    throw wrong(`invalid taint spec: ${spec}, ${problems.join("; ")}`);
  }
  if (!KEY.test(key)) {
    throw wrong(
      `invalid taint spec: ${spec}, name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')`,
    );
  }
  return { key, value, effect };
}

function matches(taint: unknown, { key, effect }: Taint): boolean {
  return textAt(taint, "key") === key && (effect === "" || textAt(taint, "effect") === effect);
}

/** A node's taints after the change, and kubectl's word for it. Throws when one may not be overwritten or is not there. */
export function reorganised(
  present: readonly unknown[],
  { add, remove }: TaintChange,
  { name, isOverwriting }: { readonly name: string; readonly isOverwriting: boolean },
): { readonly taints: readonly unknown[]; readonly operation: string } {
  const taken = add.filter((taint) => present.some((one) => matches(one, taint)));
  if (!isOverwriting && taken.length > 0) {
    const keys = taken.map(({ key }) => key).join(",");
    throw new CommandFailure(
      `error: node ${name} already has ${keys} taint(s) with same effect(s) and --overwrite is false`,
    );
  }
  const added = add.map(({ key, value, effect }) => ({ effect, key, ...(value !== "" && { value }) }));
  const kept = present.filter((one) => !add.some((taint) => matches(one, taint)));
  const all: readonly unknown[] = [...added, ...kept];
  const missing: string[] = [];
  const left = remove.reduce((taints, taint) => {
    const rest = taints.filter((one) => !matches(one, taint));
    if (rest.length === taints.length) {
      missing.push(`taint "${taint.key}${taint.effect === "" ? "" : `:${taint.effect}`}" not found`);
    }
    return rest;
  }, all);
  if (missing.length > 0) {
    throw problemsFailure(missing);
  }
  const isAdding = present.length !== all.length;
  const isRemoving = left.length !== all.length;
  return {
    taints: left,
    operation: isOverwriting || (isAdding && isRemoving) ? "modified" : isAdding ? "tainted" : "untainted",
  };
}
