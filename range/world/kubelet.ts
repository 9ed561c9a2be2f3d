import { appLogLine, startLogLines } from "./app-log.ts";
import { appModelNamed, FRESH_APP } from "./app-models.ts";
import { type LivePod, timestamp, type WorldContext } from "./context.ts";
import { recordEvent } from "./event-recorder.ts";
import { appInput, publishStatus } from "./live-pods.ts";
import { createLogBook } from "./log-book.ts";
import type { Pod } from "./objects.ts";
import { backOffSeconds } from "./pod-status.ts";
import { chooseNode } from "./scheduler.ts";
import { type Workload, workloadOfPod } from "./workloads.ts";

const CREATE_SECONDS = 2;
const EXITED_SECONDS = 4;
const TERMINATION_SECONDS = 3;
const GOOD_RUN_SECONDS = 600;
const LOG_LINE_SECONDS = 4;
const BACK_OFF_EVENT_SECONDS = 12;
const SCHEDULE_RETRY_SECONDS = 10;

interface Moment {
  readonly context: WorldContext;
  readonly pod: Pod;
  readonly live: LivePod;
  readonly workload: Workload;
}

export type ExitCause = "oom-killed" | "terminated" | "killed";

const EXITS: Readonly<Record<ExitCause, { readonly exitCode: number; readonly reason: string }>> = {
  "oom-killed": { exitCode: 137, reason: "OOMKilled" },
  killed: { exitCode: 137, reason: "Error" },
  terminated: { exitCode: 143, reason: "Error" },
};

function enter(moment: Moment, phase: LivePod["phase"]): void {
  moment.live.phase = phase;
  moment.live.phaseSeconds = 0;
  publishStatus(moment.context, moment.live);
}

function setReady(moment: Moment, ready: boolean): void {
  if (moment.live.ready !== ready) {
    moment.live.ready = ready;
    moment.live.readyChangedAtMs = moment.context.nowMs;
  }
}

type ContainerNote = Pick<Parameters<typeof recordEvent>[1], "type" | "reason" | "message">;

function noteAboutContainer({ context, pod }: Moment, note: ContainerNote): void {
  recordEvent(context, {
    about: pod,
    component: "kubelet",
    host: pod.spec.nodeName ?? "",
    fieldPath: `spec.containers{${pod.spec.containers[0]?.name ?? ""}}`,
    ...note,
  });
}

function schedule(moment: Moment): void {
  const { context, pod, live } = moment;
  if (live.phaseSeconds < SCHEDULE_RETRY_SECONDS) {
    return;
  }
  live.phaseSeconds = 0;
  const node = chooseNode(context, pod);
  if (node !== undefined) {
    const { name, namespace } = pod.metadata;
    live.podIp = node.spec.podCIDR.replace(/\d+\/\d+$/, String(Math.floor(context.random.between(2, 250))));
    context.store.put("pods", { ...pod, spec: { ...pod.spec, nodeName: node.metadata.name } });
    const message = `Successfully assigned ${namespace}/${name} to ${node.metadata.name}`;
    recordEvent(context, { about: pod, type: "Normal", reason: "Scheduled", message, component: "default-scheduler" });
    enter(moment, "creating");
  }
}

function create(moment: Moment): void {
  if (moment.live.phaseSeconds >= CREATE_SECONDS) {
    startContainer(moment);
  }
}

function startContainer(moment: Moment): void {
  const { context, live, pod } = moment;
  const container = pod.spec.containers[0];
  const image = container?.image ?? "";
  live.containerId = context.random.hex(64);
  live.pid = 1000 + Math.floor(context.random.between(0, 30_000));
  live.startedAtMs = context.nowMs;
  live.app = FRESH_APP;
  if (live.restarts > 0) {
    live.previousLog = live.log;
    live.log = createLogBook();
  }
  const name = container?.name ?? "";
  noteAboutContainer(moment, {
    type: "Normal",
    reason: "Pulled",
    message: `Container image "${image}" already present on machine`,
  });
  noteAboutContainer(moment, { type: "Normal", reason: "Created", message: `Created container: ${name}` });
  noteAboutContainer(moment, { type: "Normal", reason: "Started", message: `Started container ${name}` });
  for (const text of startLogLines(moment.workload, live.environment)) {
    live.log.append({ atMs: context.nowMs, text });
  }
  enter(moment, "running");
}

function exit(moment: Moment, cause: ExitCause): void {
  const { context, live } = moment;
  const { exitCode, reason } = EXITS[cause];
  live.earlierTerminated = live.lastTerminated;
  live.lastTerminated = {
    exitCode,
    reason,
    startedAt: timestamp(live.startedAtMs),
    finishedAt: timestamp(context.nowMs),
    containerID: `containerd://${live.containerId}`,
  };
  live.crashes = live.app.uptimeSeconds > GOOD_RUN_SECONDS ? 1 : live.crashes + 1;
  live.log.close();
  setReady(moment, false);
  if (cause === "oom-killed") {
    live.oomKilledAtSeconds = context.processSeconds;
    recordOomKill(moment);
  }
  enter(moment, "exited");
}

function recordOomKill({ context, pod, live, workload }: Moment): void {
  const node = context.store.get("nodes", { name: pod.spec.nodeName ?? "" });
  if (node !== undefined) {
    const victim = workload.commandLine.split(" ")[0]?.split("/").at(-1) ?? "app";
    recordEvent(context, {
      about: node,
      type: "Warning",
      reason: "SystemOOM",
      message: `System OOM encountered, victim process: ${victim}, pid: ${live.pid}`,
      component: "kubelet",
      host: node.metadata.name,
    });
  }
}

/** Ends the pod's main process from within, as a signal does. The kubelet then restarts the container. */
export function endProcess(context: WorldContext, live: LivePod, cause: ExitCause): void {
  const pod = context.store.get("pods", live.key);
  if (pod !== undefined && live.phase === "running") {
    exit({ context, pod, live, workload: workloadOfPod(pod) }, cause);
  }
}

function work(moment: Moment, seconds: number): void {
  const { context, live, workload } = moment;
  const model = appModelNamed(workload.model);
  const input = appInput(context, live);
  live.app = model.step(live.app, { ...input, seconds, random: context.random });
  live.cpuSeconds += model.cpuCores(live.app, input) * seconds;
  const memory = model.memoryBytes(live.app, input);
  if (live.memoryLimitBytes !== undefined && memory >= live.memoryLimitBytes) {
    exit(moment, "oom-killed");
    return;
  }
  if (!live.ready && live.phaseSeconds >= workload.startupSeconds) {
    setReady(moment, true);
    publishStatus(context, live);
  }
  live.logSeconds += seconds;
  if (live.logSeconds >= LOG_LINE_SECONDS) {
    live.logSeconds = 0;
    live.log.append({
      atMs: context.nowMs,
      text: appLogLine({ workload, app: live.app, input, memoryBytes: memory, atMs: context.nowMs }),
    });
  }
}

function restart(moment: Moment): void {
  moment.live.restarts += 1;
  startContainer(moment);
}

function backOff(moment: Moment, seconds: number): void {
  const { live, pod } = moment;
  live.backOffEventSeconds += seconds;
  if (live.backOffEventSeconds >= BACK_OFF_EVENT_SECONDS) {
    live.backOffEventSeconds = 0;
    const { name, namespace, uid } = pod.metadata;
    const container = pod.spec.containers[0]?.name ?? "";
    noteAboutContainer(moment, {
      type: "Warning",
      reason: "BackOff",
      message: `Back-off restarting failed container ${container} in pod ${name}_${namespace}(${uid})`,
    });
  }
  if (live.phaseSeconds >= backOffSeconds(live.crashes)) {
    restart(moment);
  }
}

function leaveExited(moment: Moment): void {
  if (moment.live.phaseSeconds < EXITED_SECONDS) {
    return;
  }
  if (backOffSeconds(moment.live.crashes) === 0) {
    restart(moment);
  } else {
    moment.live.backOffEventSeconds = BACK_OFF_EVENT_SECONDS;
    enter(moment, "backing-off");
  }
}

function end({ context, live }: Moment): void {
  if (live.phaseSeconds >= TERMINATION_SECONDS) {
    live.log.close();
    context.live.delete(live.uid);
    context.store.remove("pods", live.key);
  }
}

/** Asks a pod to end: marks it as terminating; the kubelet removes it a little later. */
export function terminatePod(context: WorldContext, live: LivePod): void {
  const pod = context.store.get("pods", live.key);
  if (pod === undefined || live.phase === "terminating") {
    return;
  }
  const moment: Moment = { context, pod, live, workload: workloadOfPod(pod) };
  const wasRunning = live.phase === "running";
  const metadata = {
    ...pod.metadata,
    deletionTimestamp: timestamp(context.nowMs + 30_000),
    deletionGracePeriodSeconds: 30,
  };
  context.store.put("pods", { ...pod, metadata });
  const name = pod.spec.containers[0]?.name ?? "";
  noteAboutContainer(moment, { type: "Normal", reason: "Killing", message: `Stopping container ${name}` });
  setReady(moment, false);
  enter(moment, "terminating");
  if (!wasRunning) {
    moment.live.phaseSeconds = TERMINATION_SECONDS;
  }
}

/** Lets a pod live for some process seconds. */
export function stepPod(context: WorldContext, live: LivePod, seconds: number): void {
  const pod = context.store.get("pods", live.key);
  if (pod === undefined) {
    context.live.delete(live.uid);
    return;
  }
  const moment: Moment = { context, pod, live, workload: workloadOfPod(pod) };
  live.phaseSeconds += seconds;
  PHASE_STEPS[live.phase](moment, seconds);
}

const PHASE_STEPS: Readonly<Record<LivePod["phase"], (moment: Moment, seconds: number) => void>> = {
  unscheduled: schedule,
  creating: create,
  running: work,
  exited: leaveExited,
  "backing-off": backOff,
  terminating: end,
};
