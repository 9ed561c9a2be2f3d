import type { EventKind, EventPayloads, ParameterOrigin, SignOffVerdict, StepOutcome, TimelineEvent } from "./event";
import type { IncidentRole, IncidentSeverity, IncidentStatus } from "./incident";

export type RunStatus = "running" | "succeeded" | "failed" | "cancelled" | "interrupted";

export type RoomRun = {
  readonly runId: string;
  readonly stepId: string;
  readonly operationId: string;
  readonly label: string;
  readonly attempt: number;
  readonly command: string;
  readonly risk: string;
  readonly cluster: string;
  readonly namespace: string;
  readonly status: RunStatus;
  readonly startedAt: string;
  readonly startedBy: string;
  readonly ended: Ended | null;
};

/** Samples of one reading operation over hours. */
export type RoomRecording = {
  readonly recordingId: string;
  readonly operationId: string;
  readonly label: string;
  readonly command: string;
  readonly everySeconds: number;
  readonly startedAt: string;
  readonly startedBy: string;
  readonly endsAt: string;
  readonly samples: readonly { readonly number: number; readonly exitCode: number; readonly at: string }[];
  readonly ended: { readonly because: "complete" | "stopped"; readonly by: string; readonly at: string } | null;
};

type Ended = Pick<
  EventPayloads["run.succeeded"],
  "exitCode" | "ended" | "durationMs" | "outputHash" | "outputBytes"
> & { readonly at: string };

/** What a run set for later ones. */
export type RoomVariable = {
  readonly value: string;
  readonly runId: string;
  readonly by: string;
  readonly at: string;
};
/** A file that a run left, or that a person pasted. */
export type RoomFile = {
  readonly artifactId: string;
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  /** Null: it was pasted. */
  readonly runId: string | null;
  readonly by: string;
  readonly at: string;
};

export type RoomFollowUp = {
  readonly stepId: string;
  readonly title: string;
  readonly by: string;
  readonly at: string;
};

export type StepMark = {
  readonly outcome: StepOutcome;
  readonly reason: string | null;
  readonly by: string;
  readonly at: string;
};
/** A step's timer, while it runs and until somebody puts it away. */
export type RoomTimer = {
  readonly text: string;
  readonly seconds: number;
  readonly endsAt: string;
  readonly by: string;
};
export type ItemMark = {
  readonly verdict: SignOffVerdict;
  readonly statement: string;
  readonly check: string | null;
  readonly by: string;
  readonly at: string;
};

/** Everything the room shows that is not the runbook's text: a fold of the incident's events, the same on every side. */
export type RoomState = {
  readonly seq: number;
  readonly status: IncidentStatus;
  readonly severity: IncidentSeverity;
  readonly openedAt: string | null;
  readonly acknowledgedAt: string | null;
  readonly mitigatedAt: string | null;
  readonly resolvedAt: string | null;
  readonly runbook: { readonly slug: string; readonly hash: string } | null;
  readonly steps: Readonly<Record<string, StepMark>>;
  readonly timers: Readonly<Record<string, RoomTimer>>;
  readonly branches: Readonly<Record<string, string>>;
  readonly parameters: Readonly<Record<string, { readonly value: string; readonly origin: ParameterOrigin }>>;
  readonly variables: Readonly<Record<string, RoomVariable>>;
  /** What runs have left, oldest first. */
  readonly files: readonly RoomFile[];
  /** What is to be done afterwards, beside what the runbook says of it. */
  readonly followUps: readonly RoomFollowUp[];
  readonly runs: Readonly<Record<string, RoomRun>>;
  readonly recordings: Readonly<Record<string, RoomRecording>>;
  readonly items: Readonly<Record<string, ItemMark>>;
  readonly roles: Readonly<Record<IncidentRole, readonly { readonly userId: string; readonly name: string }[]>>;
  readonly firing: Readonly<Record<string, string>>;
  readonly oomKills: readonly { readonly pod: string; readonly container: string; readonly at: string }[];
  readonly corrections: Readonly<Record<number, { readonly text: string; readonly by: string }>>;
};

export const emptyRoom: RoomState = {
  seq: 0,
  status: "open",
  severity: "P2",
  openedAt: null,
  acknowledgedAt: null,
  mitigatedAt: null,
  resolvedAt: null,
  runbook: null,
  steps: {},
  timers: {},
  branches: {},
  parameters: {},
  variables: {},
  files: [],
  followUps: [],
  runs: {},
  recordings: {},
  items: {},
  roles: { commander: [], scribe: [], responder: [] },
  firing: {},
  oomKills: [],
  corrections: {},
};

/** The room after `events`, in their order. Events the state already holds are passed over, so a replay is harmless. */
export function foldRoom(state: RoomState, events: readonly TimelineEvent[]): RoomState {
  let room = state;
  for (const event of events) {
    if (event.seq > room.seq) {
      room = { ...room, ...changeBy(room, event), seq: event.seq };
    }
  }
  return room;
}

type Change = Partial<RoomState>;
type When = { readonly by: string; readonly at: string };
type Reducer<Kind extends EventKind> = (room: RoomState, payload: EventPayloads[Kind], when: When) => Change;

function changeBy<Kind extends EventKind>(room: RoomState, event: TimelineEvent<Kind>): Change {
  return event.payload === null
    ? {}
    : reducers[event.kind](room, event.payload, { by: event.actor.name, at: event.at });
}

function nothing(): Change {
  return {};
}

const reducers: { readonly [Kind in EventKind]: Reducer<Kind> } = {
  "incident.opened": (_room, { severity }, { at }) => ({ status: "open", severity, openedAt: at }),
  "incident.acknowledged": (room, _payload, { at }) => ({
    status: "acknowledged",
    acknowledgedAt: room.acknowledgedAt ?? at,
  }),
  "incident.mitigated": (_room, _payload, { at }) => ({ status: "mitigated", mitigatedAt: at }),
  "incident.resolved": (_room, _payload, { at }) => ({ status: "resolved", resolvedAt: at }),
  "incident.reopened": () => ({ status: "acknowledged", resolvedAt: null }),
  "incident.closed": () => ({ status: "closed" }),
  "incident.severity-changed": (_room, { to }) => ({ severity: to }),
  "incident.runbook-pinned": (_room, { slug, hash }) => ({ runbook: { slug, hash } }),
  "incident.visibility-changed": nothing,
  "role.assigned": (room, payload) => ({ roles: { ...room.roles, [payload.role]: holdersAfter(room, payload) } }),
  "role.released": (room, { role, userId }) => ({
    roles: { ...room.roles, [role]: room.roles[role].filter((holder) => holder.userId !== userId) },
  }),
  "alert.fired": (room, { fingerprint, name }) => ({ firing: { ...room.firing, [fingerprint]: name } }),
  "alert.repeated": (room, { fingerprint, name }) => ({ firing: { ...room.firing, [fingerprint]: name } }),
  "alert.resolved": (room, { fingerprint }) => ({ firing: without(room.firing, fingerprint) }),
  "parameter.set": (room, { name, value, origin }) => ({
    parameters: { ...room.parameters, [name]: { value, origin } },
  }),
  "variable.set": (room, { name, value, runId }, when) => ({
    variables: { ...room.variables, [name]: { value, runId, ...when } },
  }),
  "branch.chosen": (room, { group, sectionId }) => ({ branches: { ...room.branches, [group]: sectionId } }),
  "branch.cleared": (room, { group }) => ({ branches: without(room.branches, group) }),
  "step.settled": (room, { stepId, outcome, reason }, when) => ({
    steps: { ...room.steps, [stepId]: { outcome, reason, ...when } },
  }),
  "step.reopened": (room, { stepId }) => ({ steps: without(room.steps, stepId) }),
  "timer.started": (room, { stepId, text, seconds }, { by, at }) => ({
    timers: { ...room.timers, [stepId]: { text, seconds, by, endsAt: secondsAfter(at, seconds) } },
  }),
  "timer.stopped": (room, { stepId }) => ({ timers: without(room.timers, stepId) }),
  "run.started": (room, payload, when) => ({ runs: { ...room.runs, [payload.runId]: startedRun(payload, when) } }),
  "run.succeeded": (room, payload, { at }) => ({ runs: runsAfterEnd(room, payload, { status: "succeeded", at }) }),
  "run.failed": (room, payload, { at }) => ({ runs: runsAfterEnd(room, payload, { status: "failed", at }) }),
  "run.cancelled": (room, payload, { at }) => ({ runs: runsAfterEnd(room, payload, { status: "cancelled", at }) }),
  "run.interrupted": (room, payload, { at }) => ({ runs: runsAfterEnd(room, payload, { status: "interrupted", at }) }),
  "run.files-kept": (room, { runId, files }, when) => ({
    files: [...room.files, ...files.map(({ artifactId, name, size }) => ({ artifactId, name, size, runId, ...when }))],
  }),
  "operation.done-by-hand": (room, { file }, when) => ({
    files: file
      ? [...room.files, { artifactId: file.artifactId, name: file.name, size: file.size, runId: null, ...when }]
      : room.files,
  }),
  "follow-up.added": (room, { stepId, title }, when) => ({
    followUps: [...room.followUps, { stepId, title, ...when }],
  }),
  "recording.started": (room, payload, { by, at }) => ({
    recordings: { ...room.recordings, [payload.recordingId]: startedRecording(payload, { by, at }) },
  }),
  "recording.sampled": (room, { recordingId, number, exitCode }, { at }) =>
    recordingAfter(room, recordingId, ({ samples }) => ({ samples: [...samples, { number, exitCode, at }] })),
  "recording.ended": (room, { recordingId, because }, { by, at }) =>
    recordingAfter(room, recordingId, () => ({ ended: { because, by, at } })),
  "note.added": nothing,
  "note.corrected": (room, { corrects, text }, { by }) => ({
    corrections: { ...room.corrections, [corrects]: { text, by } },
  }),
  "workload.oom-killed": (room, kill) => ({ oomKills: [...room.oomKills, kill] }),
  "item.signed": (room, { itemId, verdict, statement, check }, when) => ({
    items: { ...room.items, [itemId]: { verdict, statement, check, ...when } },
  }),
  "item.withdrawn": (room, { itemId }) => ({ items: without(room.items, itemId) }),
  "person.created": nothing,
  "person.role-changed": nothing,
  "source.created": nothing,
  "source.rotated": nothing,
  "runbook.indexed": nothing,
  "runbook.removed": nothing,
  "runbook.committed": nothing,
  "runbook.unreadable": nothing,
  "runbook.reviewed": nothing,
};

function startedRun(payload: EventPayloads["run.started"], { by, at }: When): RoomRun {
  const { variablesHash: _bound, ...facts } = payload;
  return { ...facts, status: "running", startedAt: at, startedBy: by, ended: null };
}

function runsAfterEnd(
  room: RoomState,
  payload: EventPayloads["run.succeeded"],
  { status, at }: { readonly status: RunStatus; readonly at: string },
): RoomState["runs"] {
  const run = room.runs[payload.runId];
  if (!run) {
    return room.runs;
  }
  const { exitCode, ended, durationMs, outputHash, outputBytes } = payload;
  return {
    ...room.runs,
    [run.runId]: { ...run, status, ended: { exitCode, ended, durationMs, outputHash, outputBytes, at } },
  };
}

function secondsAfter(at: string, seconds: number): string {
  return new Date(Date.parse(at) + seconds * 1000).toISOString();
}

function startedRecording(payload: EventPayloads["recording.started"], { by, at }: When): RoomRecording {
  const { recordingId, operationId, label, command, everySeconds, forSeconds } = payload;
  const endsAt = secondsAfter(at, forSeconds);
  return {
    ...{ recordingId, operationId, label, command, everySeconds, endsAt },
    ...{ startedAt: at, startedBy: by, samples: [], ended: null },
  };
}

function recordingAfter(
  room: RoomState,
  recordingId: string,
  change: (recording: RoomRecording) => Partial<RoomRecording>,
): Change {
  const recording = room.recordings[recordingId];
  return recording ? { recordings: { ...room.recordings, [recordingId]: { ...recording, ...change(recording) } } } : {};
}

/** There is one commander and one scribe; anybody may be a responder. */
function holdersAfter(
  room: RoomState,
  { role, userId, name }: EventPayloads["role.assigned"],
): RoomState["roles"][IncidentRole] {
  const others = role === "responder" ? room.roles[role].filter((holder) => holder.userId !== userId) : [];
  return [...others, { userId, name }];
}

function without<Value>(record: Readonly<Record<string, Value>>, key: string): Readonly<Record<string, Value>> {
  const { [key]: _gone, ...rest } = record;
  return rest;
}
