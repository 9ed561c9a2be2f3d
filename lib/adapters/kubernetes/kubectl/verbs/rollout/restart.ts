import "server-only";
import { changeFlags, changePrinter, changeQuery } from "../../changes";
import { CommandFailure, plainMessage, problemsFailure } from "../../failure";
import { type Flags, type FlagTable, parseFlags } from "../../flags";
import type { Invocation } from "../../invocation";
import { type KubeObject, member, textAt } from "../../objects";
import { resourcePath } from "../../resources";
import { selectionFlags, targetsOf } from "../../selection";
import type { Target } from "../../target";

const { all: _everything, "field-selector": _fields, "all-namespaces": _places, ...choosing } = selectionFlags;
const flagTable: FlagTable = { ...choosing, ...changeFlags };

type Act = {
  readonly name: string;
  readonly operation: string;
  /** The patch of one object, or why there is none: said after its name, or alone. */
  patch(target: Target, object: KubeObject, now: Date): { readonly body: unknown } | Refusal;
};
type Refusal = { readonly because: string; readonly standsAlone?: boolean };

const RESTARTED_AT = "kubectl.kubernetes.io/restartedAt";
const restartable = new Set(["Deployment", "DaemonSet", "StatefulSet"]);

/** kubectl rollout restart: a new time in the template's annotations makes new pods. */
export function rolloutRestart(argv: readonly string[], call: Invocation): Promise<number> {
  return change(argv, call, {
    name: "restart",
    operation: "restarted",
    patch: ({ type, name }, object, now) => {
      if (type.group !== "apps" || !restartable.has(type.kind)) {
        return { because: "restarting is not supported" };
      }
      if (member(object, "spec", "paused") === true) {
        return { because: "can't restart paused deployment (run rollout resume first)" };
      }
      const restartedAt = now.toISOString().replace(/\.\d+Z$/, "Z");
      if (textAt(object, "spec", "template", "metadata", "annotations", RESTARTED_AT) === restartedAt) {
        return {
          because: `failed to create patch for ${name}: if restart has already been triggered within the past second, please wait before attempting to trigger another`,
          standsAlone: true,
        };
      }
      return { body: { spec: { template: { metadata: { annotations: { [RESTARTED_AT]: restartedAt } } } } } };
    },
  });
}

/** kubectl rollout pause. */
export function rolloutPause(argv: readonly string[], call: Invocation): Promise<number> {
  return change(argv, call, {
    name: "pause",
    operation: "paused",
    patch: ({ type }, object) => {
      if (type.kind !== "Deployment") {
        return { because: "pausing is not supported" };
      }
      return member(object, "spec", "paused") === true
        ? { because: "is already paused" }
        : { body: { spec: { paused: true } } };
    },
  });
}

/** kubectl rollout resume. */
export function rolloutResume(argv: readonly string[], call: Invocation): Promise<number> {
  return change(argv, call, {
    name: "resume",
    operation: "resumed",
    patch: ({ type }, object) => {
      if (type.kind !== "Deployment") {
        return { because: "resuming is not supported" };
      }
      return member(object, "spec", "paused") === true
        ? { body: { spec: { paused: null } } }
        : { because: "is not paused" };
    },
  });
}

async function change(argv: readonly string[], call: Invocation, act: Act): Promise<number> {
  const flags = parseFlags(argv, flagTable, `rollout ${act.name}`);
  if (flags.words.length === 0 && flags.all("filename").length === 0) {
    throw new CommandFailure("error: required resource not specified");
  }
  refuseEmptySelector(flags);
  const print = changePrinter(call, flags, { dryRun: "none", isTyped: true });
  const missing: CommandFailure[] = [];
  const targets: Target[] = [];
  for await (const target of targetsOf(call, { flags, words: flags.words, allowsTypeAlone: true }, missing)) {
    targets.push(target);
  }
  const problems = missing.map(({ message }) => message);
  for (const target of targets) {
    const problem = await changeOne(call, target, { act, flags, print });
    if (problem !== null) {
      problems.push(problem);
    }
  }
  if (problems.length === 0) {
    return 0;
  }
  throw problemsFailure(problems);
}

/** An empty selector would mean every workload of the namespace. */
export function refuseEmptySelector(flags: Flags): void {
  if (flags.get("selector") === "") {
    throw new CommandFailure("error: the selector is empty, which would mean everything: give one, or leave -l out");
  }
}

async function changeOne(
  call: Invocation,
  target: Target,
  { act, flags, print }: { readonly act: Act; readonly flags: Flags; readonly print: ReturnType<typeof changePrinter> },
): Promise<string | null> {
  const { type, name, namespace, object } = target;
  const change = object ? act.patch(target, object, call.now()) : { because: "is not there" };
  if ("because" in change) {
    const named = `error: ${type.plural}${type.group === "" ? "" : `.${type.group}`} "${name}" ${change.because}`;
    return change.standsAlone === true ? change.because : named;
  }
  call.check({ namespace, risk: "change", description: `${act.name} ${type.plural}/${name}` });
  try {
    const reply = await call.ask({
      method: "PATCH",
      path: resourcePath(type, namespace, name) + changeQuery(flags, "kubectl-rollout", "none"),
      body: change.body,
      contentType: "application/strategic-merge-patch+json",
    });
    print(target, reply.body, act.operation);
    return null;
  } catch (error) {
    if (!(error instanceof CommandFailure) || error.refusal === null) {
      throw error;
    }
    return `failed to patch: ${plainMessage(error)}`;
  }
}
