import "server-only";
import { changeFlags, changePrinter, changeQuery, type DryRun, dryRunOf, type Printer, riskUnder } from "../../changes";
import { CommandFailure, plainMessage, problemsFailure } from "../../failure";
import type { Flags, FlagTable } from "../../flags";
import type { Invocation } from "../../invocation";
import { type KubeObject, listAt, textAt } from "../../objects";
import { type ContainerList, nested, podSpecPath, replacedAt } from "../../pod-spec";
import { causePatch, withCause } from "../../record";
import { resourcePath } from "../../resources";
import { selectionFlags, selectTargets } from "../../selection";
import type { Target } from "../../target";

export const setFlags: FlagTable = {
  ...selectionFlags,
  ...changeFlags,
  local: { kind: "switch" },
};

/** One container's change: the members that the patch sends, and the container as it will be. */
export type ContainerChange = {
  readonly list: ContainerList;
  readonly name: string;
  readonly patch: Readonly<Record<string, unknown>>;
  readonly value: unknown;
};

/** A change of an object's pod spec; null when nothing changes. */
export type SpecChange = { readonly patch: unknown; readonly object: unknown } | null;

export type TemplateEdit = {
  readonly flags: Flags;
  readonly words: readonly string[];
  /** "env updated" */
  readonly operation: string;
  /** "failed to patch env update to pod template:" */
  readonly onFailure: string;
  /** What to change of one object. Sentences in `problems` are printed at the end, as kubectl does. */
  change(
    object: KubeObject,
    context: { readonly path: readonly string[]; readonly target: Target; readonly problems: string[] },
  ): SpecChange;
  /** What `--record` writes down. */
  readonly cause?: string | null;
  /** Called after a change was sent and before it is printed. */
  confirm?(): void;
};

/** Changes the pod template of each chosen object by a strategic patch, and says so where something changed. */
export function changeTemplates(call: Invocation, edit: TemplateEdit): Promise<number> {
  return changeObjects(call, { ...edit, change: (object, context) => templateChange(object, context, edit) });
}

type EditContext = { readonly target: Target; readonly problems: string[] };

/** A change of chosen objects by strategic patches. */
export type ObjectEdit = Omit<TemplateEdit, "change"> & {
  change(object: KubeObject, context: EditContext): SpecChange;
};

/** Changes each chosen object by a strategic patch, and says so where something changed. */
export async function changeObjects(call: Invocation, edit: ObjectEdit): Promise<number> {
  const { flags, words, operation } = edit;
  const dryRun = dryRunOf(flags);
  const print = changePrinter(call, flags, { dryRun, isTyped: true });
  const problems: string[] = [];
  for (const target of await selectTargets(call, { flags, words })) {
    const change = changeOf(target, edit, problems);
    if (!change) {
      continue;
    }
    if (dryRun === "client") {
      print(target, change.object, operation);
      continue;
    }
    await sendChange(call, { target, patch: change.patch, dryRun, problems, print }, edit);
  }
  if (problems.length > 0) {
    throw problemsFailure(problems);
  }
  return 0;
}

/** With the cause of the change, which is written down where nothing else changes too. */
function changeOf(target: Target, edit: ObjectEdit, problems: string[]): SpecChange {
  const { object } = target;
  const cause = edit.cause ?? null;
  const before = problems.length;
  const change = object && edit.change(object, { target, problems });
  const isSame = !change && problems.length === before && withCause(object, cause) !== object;
  return isSame ? { patch: causePatch(cause), object: withCause(object, cause) } : recorded(change, cause);
}

function recorded(change: SpecChange, cause: string | null): SpecChange {
  return change && { patch: withCause(change.patch, cause), object: withCause(change.object, cause) };
}

type Sending = {
  readonly target: Target;
  readonly patch: unknown;
  readonly dryRun: DryRun;
  readonly problems: string[];
  readonly print: Printer;
};

async function sendChange(call: Invocation, sending: Sending, edit: ObjectEdit): Promise<void> {
  const { target, patch, dryRun, problems, print } = sending;
  const { flags, operation } = edit;
  const { type, namespace, name } = target;
  call.check({
    namespace,
    risk: riskUnder(dryRun, "change"),
    description: `set ${operation.replace(" updated", "")} of ${type.plural}/${name}`,
  });
  try {
    const reply = await call.ask({
      method: "PATCH",
      path: resourcePath(type, namespace, name) + changeQuery(flags, "kubectl-set", dryRun),
      body: patch,
      contentType: "application/strategic-merge-patch+json",
    });
    edit.confirm?.();
    print(target, reply.body, operation);
  } catch (error) {
    if (!(error instanceof CommandFailure) || error.refusal === null) {
      throw error;
    }
    problems.push(`${edit.onFailure} ${plainMessage(error)}`);
  }
}

function templateChange(object: KubeObject, { target, problems }: EditContext, edit: TemplateEdit): SpecChange {
  const { type, name } = target;
  const path = podSpecPath(type);
  if (!path) {
    problems.push(
      `error: ${type.plural}/${name} the object is not a pod or does not have a pod template: *${type.version}.${type.kind}\n`,
    );
    return null;
  }
  return edit.change(object, { path, target, problems });
}

/** The change of an object whose containers change; null when none does. */
export function containersChange(
  object: KubeObject,
  path: readonly string[],
  changes: readonly ContainerChange[],
): SpecChange {
  if (changes.length === 0) {
    return null;
  }
  const spec: Record<string, unknown> = {};
  let after: unknown = object;
  for (const list of ["containers", "initContainers"] as const) {
    const own = changes.filter((change) => change.list === list);
    if (own.length > 0) {
      spec[list] = own.map(({ name, patch }) => ({ name, ...patch }));
      spec[`$setElementOrder/${list}`] = listAt(object, ...path, list).map((value) => ({
        name: textAt(value, "name"),
      }));
      const values = listAt(object, ...path, list).map(
        (value) => own.find(({ name }) => name === textAt(value, "name"))?.value ?? value,
      );
      after = replacedAt(after, [...path, list], values);
    }
  }
  return { patch: nested(path, spec), object: after };
}
