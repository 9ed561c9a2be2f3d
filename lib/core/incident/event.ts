import type { Actor } from "@/lib/core/kernel/actor";
import type { IncidentRole, IncidentSeverity } from "./incident";

export type StepOutcome = "done" | "failed" | "skipped" | "not-applicable";
export type SignOffVerdict = "done" | "not-applicable" | "waived";
export type ParameterOrigin = "alert" | "person" | "successor" | "default";
export type RunEnding = "exit" | "cancelled" | "deadline" | "memory" | "output-limit" | "crashed" | "refused";

export type RunFacts = {
  readonly runId: string;
  readonly stepId: string;
  readonly operationId: string;
  readonly label: string;
};

export type RecordingFacts = {
  readonly recordingId: string;
  readonly stepId: string;
  readonly operationId: string;
  readonly label: string;
};

type RunEnded = RunFacts & {
  readonly exitCode: number | null;
  readonly ended: RunEnding;
  readonly durationMs: number;
  readonly outputHash: string | null;
  readonly outputBytes: number;
};

/** Everything that can happen on a timeline: past tense, the noun first. */
export type EventPayloads = {
  "incident.opened": {
    readonly title: string;
    readonly severity: IncidentSeverity;
    readonly cluster: string;
    readonly namespace: string;
    readonly workload: string;
    readonly runbook: string | null;
    /** How the runbook was chosen: "runbook_url", "alert name", "front matter", "by hand". */
    readonly because: string;
  };
  "incident.acknowledged": Record<string, never>;
  "incident.mitigated": Record<string, never>;
  "incident.resolved": { readonly statement: string };
  "incident.reopened": { readonly because: string };
  "incident.closed": Record<string, never>;
  "incident.severity-changed": { readonly from: IncidentSeverity; readonly to: IncidentSeverity };
  "incident.runbook-pinned": { readonly slug: string; readonly hash: string; readonly because: string };
  "incident.visibility-changed": { readonly isPrivate: boolean; readonly readers: readonly string[] };
  "role.assigned": { readonly role: IncidentRole; readonly userId: string; readonly name: string };
  "role.released": { readonly role: IncidentRole; readonly userId: string; readonly name: string };
  "alert.fired": {
    readonly name: string;
    readonly fingerprint: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly summary: string;
  };
  "alert.repeated": { readonly name: string; readonly fingerprint: string; readonly count: number };
  "alert.resolved": { readonly name: string; readonly fingerprint: string };
  "parameter.set": {
    readonly name: string;
    readonly value: string;
    readonly origin: ParameterOrigin;
    readonly because: string;
  };
  "variable.set": { readonly name: string; readonly value: string; readonly runId: string };
  "branch.chosen": { readonly group: string; readonly sectionId: string; readonly title: string };
  "branch.cleared": { readonly group: string; readonly sectionId: string; readonly title: string };
  "step.settled": {
    readonly stepId: string;
    readonly title: string;
    readonly outcome: StepOutcome;
    readonly reason: string | null;
  };
  "step.reopened": { readonly stepId: string; readonly title: string };
  /** Somebody looks on for a while: "Monitor for 15 minutes". */
  "timer.started": { readonly stepId: string; readonly text: string; readonly seconds: number };
  "timer.stopped": { readonly stepId: string; readonly text: string };
  "run.started": RunFacts & {
    readonly attempt: number;
    readonly command: string;
    readonly risk: string;
    readonly cluster: string;
    readonly namespace: string;
    readonly variablesHash: string;
  };
  "run.succeeded": RunEnded;
  "run.failed": RunEnded;
  "run.cancelled": RunEnded;
  "run.interrupted": RunEnded;
  /** What a run left in its file system has become artifacts of the incident. */
  "run.files-kept": {
    readonly runId: string;
    readonly files: readonly {
      readonly artifactId: string;
      readonly name: string;
      readonly size: number;
      readonly hash: string;
    }[];
    readonly refused: readonly { readonly name: string; readonly because: string }[];
  };
  /** What a person has done elsewhere and what came out, as they pasted it. */
  "operation.done-by-hand": {
    readonly stepId: string;
    readonly operationId: string;
    readonly label: string;
    /** Its beginning when it is kept as a file; "" when only said to be done. */
    readonly output: string;
    readonly hiddenSecrets: number;
    readonly file: {
      readonly artifactId: string;
      readonly name: string;
      readonly size: number;
      readonly hash: string;
    } | null;
  };
  /** What is to be done when the incident is over; `command` would have filed it. */
  "follow-up.added": { readonly stepId: string; readonly title: string; readonly command: string };
  "recording.started": RecordingFacts & {
    /** What one sample runs. */
    readonly command: string;
    readonly cluster: string;
    readonly namespace: string;
    readonly everySeconds: number;
    readonly forSeconds: number;
  };
  "recording.sampled": RecordingFacts & {
    readonly number: number;
    readonly exitCode: number;
    readonly outputHash: string | null;
    readonly outputBytes: number;
  };
  "recording.ended": RecordingFacts & { readonly because: "complete" | "stopped"; readonly samples: number };
  "note.added": { readonly text: string; readonly stepId: string | null };
  "note.corrected": { readonly corrects: number; readonly text: string };
  "workload.oom-killed": { readonly pod: string; readonly container: string; readonly at: string };
  "item.signed": {
    readonly itemId: string;
    readonly text: string;
    readonly verdict: SignOffVerdict;
    readonly statement: string;
    readonly check: string | null;
    readonly evidenceHash: string | null;
  };
  "item.withdrawn": { readonly itemId: string; readonly text: string };
  "person.created": { readonly userId: string; readonly name: string; readonly role: string };
  "person.role-changed": { readonly userId: string; readonly name: string; readonly from: string; readonly to: string };
  "source.created": { readonly sourceId: string; readonly name: string };
  "source.rotated": { readonly sourceId: string; readonly name: string };
  "runbook.indexed": { readonly slug: string; readonly hash: string; readonly previous: string | null };
  "runbook.removed": { readonly slug: string; readonly hash: string };
  "runbook.committed": {
    readonly slug: string;
    readonly hash: string;
    readonly commit: string;
    readonly author: string;
  };
  "runbook.unreadable": { readonly slug: string; readonly problem: string };
  "runbook.reviewed": { readonly slug: string; readonly hash: string };
};

export type EventKind = keyof EventPayloads;

/** What a mutation says has happened. */
export type EventDraft = {
  [Kind in EventKind]: { readonly kind: Kind; readonly payload: EventPayloads[Kind] };
}[EventKind];

/** One entry of a timeline, as stored and as sent to browsers. `payload` is null once purged. */
export type TimelineEvent<Kinds extends EventKind = EventKind> = {
  [Kind in Kinds]: {
    readonly timelineId: string;
    readonly seq: number;
    readonly kind: Kind;
    /** ISO 8601, UTC. */
    readonly at: string;
    readonly actor: Actor;
    readonly payload: EventPayloads[Kind] | null;
  };
}[Kinds];
