import "server-only";
import { goDurationSeconds } from "../durations";
import { CommandFailure } from "../failure";
import { type FlagTable, parseFlags } from "../flags";
import type { Invocation } from "../invocation";
import { type KubeObject, kubeList, kubeObject, listAt, member, textAt } from "../objects";
import { displayName, type ResourceType, resolveSelections, resourcePath } from "../resources";
import { alignTabs, tableWidths } from "../tab-writer";

const flagTable: FlagTable = {
  "to-revision": { kind: "value" },
  timeout: { kind: "value" },
  watch: { kind: "switch", short: "w" },
  revision: { kind: "value" },
  selector: { kind: "value", short: "l" },
};
const STATUS_POLL_MS = 500;
const REVISION = "deployment.kubernetes.io/revision";

type Workload = { readonly type: ResourceType; readonly path: string; readonly object: KubeObject };

/** kubectl rollout restart / status / undo / history / pause / resume. */
export async function rollout(argv: readonly string[], call: Invocation): Promise<number> {
  const [what, ...rest] = argv;
  const flags = parseFlags(rest, flagTable, `rollout ${what ?? ""}`);
  const act = what === undefined ? undefined : acts[what];
  if (!act) {
    throw new CommandFailure(
      `error: kubectl rollout ${what ?? ""} is not one of the commands that run from here (${Object.keys(acts).join(", ")}): copy it and run it by hand`,
    );
  }
  if (flags.words.length === 0) {
    throw new CommandFailure("error: required resource not specified");
  }
  for (const { type, names } of await resolveSelections(call, flags.words)) {
    if (names.length === 0) {
      throw new CommandFailure("error: a workload without a name would mean all of them: name one");
    }
    for (const name of names) {
      const path = resourcePath(type, call.namespace, name);
      call.check({ namespace: call.namespace, risk: "read", description: `get ${type.plural}/${name}` });
      const object = kubeObject.parse((await call.ask({ path })).body);
      await act({ type, path, object }, { call, flags });
    }
  }
  return 0;
}

type Act = (
  workload: Workload,
  context: { readonly call: Invocation; readonly flags: ReturnType<typeof parseFlags> },
) => Promise<void>;

const acts: Readonly<Record<string, Act>> = {
  restart: async (workload, { call }) => {
    const restartedAt = call
      .now()
      .toISOString()
      .replace(/\.\d+Z$/, "Z");
    await patchTemplate(call, workload, {
      spec: { template: { metadata: { annotations: { "kubectl.kubernetes.io/restartedAt": restartedAt } } } },
    });
    said(call, workload, "restarted");
  },
  pause: async (workload, { call }) => {
    await patchTemplate(call, workload, { spec: { paused: true } });
    said(call, workload, "paused");
  },
  resume: async (workload, { call }) => {
    await patchTemplate(call, workload, { spec: { paused: null } });
    said(call, workload, "resumed");
  },
  status: waitForRollout,
  undo,
  history,
};

function said(call: Invocation, { type, object }: Workload, word: string): void {
  call.out(`${displayName(type, object.metadata.name)} ${word}\n`);
}

async function patchTemplate(call: Invocation, { type, path, object }: Workload, body: unknown): Promise<void> {
  call.check({
    namespace: call.namespace,
    risk: "change",
    description: `patch ${type.plural}/${object.metadata.name}`,
  });
  await call.ask({
    method: "PATCH",
    path: `${path}?fieldManager=kubectl-rollout`,
    body,
    contentType: "application/strategic-merge-patch+json",
  });
}

async function waitForRollout(workload: Workload, { call, flags }: Parameters<Act>[1]): Promise<void> {
  const timeout = flags.get("timeout");
  const seconds = timeout === undefined ? 0 : (goDurationSeconds(timeout) ?? 0);
  const signal = seconds > 0 ? AbortSignal.any([call.io.signal, AbortSignal.timeout(seconds * 1000)]) : call.io.signal;
  let last = "";
  for (let object = workload.object; ; object = kubeObject.parse((await call.ask({ path: workload.path })).body)) {
    const { message, isDone } = rolloutState(workload.type, object);
    if (message !== last) {
      call.out(message);
      last = message;
    }
    if (isDone || flags.get("watch") === "false") {
      return;
    }
    await pause(STATUS_POLL_MS, signal);
    if (signal.aborted) {
      throw new CommandFailure("error: timed out waiting for the condition");
    }
  }
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener(
      "abort",
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
  });
}

/** kubectl's own sentences (k8s.io/kubectl/pkg/polymorphichelpers/rollout_status.go). */
function rolloutState(type: ResourceType, object: KubeObject): { readonly message: string; readonly isDone: boolean } {
  const { name } = object.metadata;
  const number = (key: string) => Number(member(object, "status", key) ?? 0);
  const wanted = Number(member(object, "spec", "replicas") ?? 1);
  if (type.plural !== "deployments") {
    throw new CommandFailure(
      `error: rollout status of ${type.plural} is not done from here: copy it and run it by hand`,
    );
  }
  if (Number(object.metadata.generation ?? 0) > number("observedGeneration")) {
    return { message: "Waiting for deployment spec update to be observed...\n", isDone: false };
  }
  const progressing = listAt(object, "status", "conditions").find(
    (condition) => textAt(condition, "type") === "Progressing",
  );
  if (textAt(progressing, "reason") === "ProgressDeadlineExceeded") {
    throw new CommandFailure(`error: deployment "${name}" exceeded its progress deadline`);
  }
  const [updated, total, available] = [number("updatedReplicas"), number("replicas"), number("availableReplicas")];
  if (updated < wanted) {
    return {
      message: `Waiting for deployment "${name}" rollout to finish: ${updated} out of ${wanted} new replicas have been updated...\n`,
      isDone: false,
    };
  }
  if (total > updated) {
    return {
      message: `Waiting for deployment "${name}" rollout to finish: ${total - updated} old replicas are pending termination...\n`,
      isDone: false,
    };
  }
  if (available < updated) {
    return {
      message: `Waiting for deployment "${name}" rollout to finish: ${available} of ${updated} updated replicas are available...\n`,
      isDone: false,
    };
  }
  return { message: `deployment "${name}" successfully rolled out\n`, isDone: true };
}

async function replicaSetsOf(
  call: Invocation,
  { object }: Workload,
): Promise<readonly { revision: number; set: KubeObject }[]> {
  const path = `/apis/apps/v1/namespaces/${encodeURIComponent(call.namespace)}/replicasets`;
  const sets = kubeList.parse((await call.ask({ path })).body).items;
  return sets
    .filter((set) => set.metadata.ownerReferences?.some((owner) => owner.uid === object.metadata.uid))
    .map((set) => ({ revision: Number(set.metadata.annotations?.[REVISION] ?? 0), set }))
    .sort((a, b) => a.revision - b.revision);
}

async function history(workload: Workload, { call }: Parameters<Act>[1]): Promise<void> {
  const rows = (await replicaSetsOf(call, workload)).map(
    ({ revision, set }) => `${revision}\t${set.metadata.annotations?.["kubernetes.io/change-cause"] ?? "<none>"}\n`,
  );
  const table = alignTabs(`REVISION\tCHANGE-CAUSE\n${rows.join("")}`, { ...tableWidths, minWidth: 0, padding: 2 });
  call.out(`${displayName(workload.type, workload.object.metadata.name)} \n${table}\n`);
}

async function undo(workload: Workload, { call, flags }: Parameters<Act>[1]): Promise<void> {
  const sets = await replicaSetsOf(call, workload);
  const wanted = Number(flags.get("to-revision") ?? 0);
  const current = Number(workload.object.metadata.annotations?.[REVISION] ?? 0);
  const found =
    wanted === 0 ? sets.filter((one) => one.revision < current).at(-1) : sets.find((one) => one.revision === wanted);
  if (!found) {
    throw new CommandFailure(
      wanted === 0
        ? `error: no rollout history found for deployment "${workload.object.metadata.name}"`
        : `error: unable to find specified revision ${wanted} in history`,
    );
  }
  if (found.revision === current) {
    call.out(
      `${displayName(workload.type, workload.object.metadata.name)} skipped rollback (current template already matches revision ${found.revision})\n`,
    );
    return;
  }
  warnOfApply(call, workload);
  call.check({
    namespace: call.namespace,
    risk: "change",
    description: `undo ${workload.type.plural}/${workload.object.metadata.name}`,
  });
  const body = [{ op: "replace", path: "/spec/template", value: templateOf(found.set) }];
  await call.ask({ method: "PATCH", path: workload.path, body, contentType: "application/json-patch+json" });
  said(call, workload, "rolled back");
}

function warnOfApply(call: Invocation, { type, object }: Workload): void {
  if (object.metadata.annotations?.["kubectl.kubernetes.io/last-applied-configuration"] !== undefined) {
    call.io.write(
      "stderr",
      `Warning: resource ${type.plural}/${object.metadata.name} was previously managed with 'kubectl apply'. Rolling back will not update the kubectl.kubernetes.io/last-applied-configuration annotation, which may cause unexpected behavior on future 'kubectl apply' operations. Consider using 'kubectl apply' with your previous configuration file instead.\n`,
    );
  }
}

/** The replica set's template without the label that the controller added. */
function templateOf(set: KubeObject): unknown {
  const template = structuredClone(member(set, "spec", "template"));
  const labels = member(template, "metadata", "labels");
  if (labels !== null && typeof labels === "object") {
    Reflect.deleteProperty(labels, "pod-template-hash");
  }
  return template;
}
