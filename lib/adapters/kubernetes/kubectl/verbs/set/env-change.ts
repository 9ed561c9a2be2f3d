import "server-only";
import type { Invocation } from "../../invocation";
import { listAt, member, textAt } from "../../objects";
import type { Target } from "../../target";
import type { ContainerChange } from "./template-change";

/** A variable of a container: its value, or where it comes from. */
export type EnvVar = { readonly name: string; readonly value?: string; readonly valueFrom?: unknown };
export type EnvChange = { readonly set: readonly EnvVar[]; readonly remove: readonly string[] };

/** Says that no container matches, when a pattern is given. */
export function warnOfNone(call: Invocation, { type, name }: Target, pattern: string | null): void {
  if (pattern !== null) {
    call.io.write("stderr", `Warning: ${type.kind}/${name} does not have any containers matching "${pattern}"\n`);
  }
}

/** What is said of a variable that has another value and may not be overwritten; null when there is none. */
export function takenVariable(containers: readonly unknown[], { set }: EnvChange): string | null {
  for (const container of containers) {
    for (const { name, value } of set) {
      const present = listAt(container, "env").find((entry) => textAt(entry, "name") === name);
      if (present && textAt(present, "value") !== (value ?? "")) {
        return `'${name}' already has a value (${textAt(present, "value")}), and --overwrite is false`;
      }
    }
  }
  return null;
}

/** The variables of a container after the change, in kubectl's order. */
export function changedEnvironment(container: unknown, { set, remove }: EnvChange): readonly unknown[] {
  const present = listAt(container, "env");
  const last = new Map(set.map((variable) => [variable.name, variable]));
  const kept = present
    .filter((entry) => !remove.includes(textAt(entry, "name")))
    .map((entry) => last.get(textAt(entry, "name")) ?? entry);
  const names = new Set(present.map((entry) => textAt(entry, "name")));
  return [...kept, ...[...last.values()].filter(({ name }) => !names.has(name) && !remove.includes(name))];
}

/** The change of one container's variables; none when nothing changes. */
export function containerChange(
  { list, name, value }: Omit<ContainerChange, "patch">,
  change: EnvChange,
): readonly ContainerChange[] {
  const present = new Map(listAt(value, "env").map((entry) => [textAt(entry, "name"), entry]));
  const after = changedEnvironment(value, change);
  const written = after.flatMap((entry) => {
    const variable = textAt(entry, "name");
    const before = present.get(variable);
    return before !== undefined && sameVariable(before, entry) ? [] : [variablePatch(entry, before)];
  });
  const removed = change.remove
    .filter((variable) => present.has(variable))
    .map((variable) => ({ name: variable, $patch: "delete" }));
  return written.length + removed.length === 0
    ? []
    : [
        {
          list,
          name,
          patch: {
            env: [...written, ...removed],
            "$setElementOrder/env": after.map((entry) => ({ name: textAt(entry, "name") })),
          },
          value: Object.assign({}, value, { env: after }),
        },
      ];
}

function sameVariable(a: unknown, b: unknown): boolean {
  return (
    textAt(a, "value") === textAt(b, "value") &&
    JSON.stringify(member(a, "valueFrom") ?? null) === JSON.stringify(member(b, "valueFrom") ?? null)
  );
}

/** A variable has a value or a source: the other one must go. */
function variablePatch(entry: unknown, before: unknown): unknown {
  return Object.assign(
    {},
    member(before, "valueFrom") !== undefined && member(entry, "valueFrom") === undefined ? { valueFrom: null } : {},
    textAt(before, "value") !== "" && member(entry, "valueFrom") !== undefined ? { value: null } : {},
    entry,
  );
}
