import { z } from "zod";
import type { TimelineEvent } from "@/lib/core/incident/event";
import type { IncidentSeverity, IncidentStatus } from "@/lib/core/incident/incident";
import { incidentRoles, severities } from "@/lib/core/incident/incident";
import type { Role } from "@/lib/core/kernel/actor";
import type { Runbook } from "@/lib/core/runbook/runbook";
import type { TextChange } from "@/lib/features/runbook/schema";

const incidentId = z.uuid();
const dnsLabel = z
  .string()
  .trim()
  .max(253)
  .regex(/^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/, "lower-case letters, digits and hyphens");

export const declareIncidentInput = z.object({
  title: z.string().trim().max(200),
  severity: z.enum(severities),
  cluster: z.string().trim().min(1, "choose a cluster").max(100),
  namespace: dnsLabel,
  workload: dnsLabel,
  /** Slug; empty = choose by title words or ask in the room. */
  runbook: z.string().trim().max(200),
});
export type DeclareIncidentInput = z.infer<typeof declareIncidentInput>;

export const incidentInput = z.object({ incidentId });
export const resolveIncidentInput = z.object({ incidentId, statement: z.string().trim().max(4000) });
export const reopenIncidentInput = z.object({ incidentId, because: z.string().trim().min(1, "say why").max(1000) });
export const changeSeverityInput = z.object({ incidentId, severity: z.enum(severities) });
const revision = z.string().regex(/^[0-9a-f]{64}$/);
export const moveToRevisionInput = z.object({ incidentId, from: revision, to: revision });
export const pinRunbookInput = z.object({ incidentId, slug: z.string().min(1).max(200) });
export const assignRoleInput = z.object({
  incidentId,
  role: z.enum(incidentRoles),
  userId: z.string().min(1).max(100),
});
export const setVisibilityInput = z.object({
  incidentId,
  isPrivate: z.boolean(),
  readers: z.array(z.string().max(100)).max(200),
});
export const addNoteInput = z.object({
  incidentId,
  text: z.string().trim().min(1, "write something").max(10_000),
  stepId: z.string().max(200).nullable(),
});
export const correctNoteInput = z.object({
  incidentId,
  corrects: z.int().positive(),
  text: z.string().trim().min(1).max(10_000),
});
export const setParameterInput = z.object({
  incidentId,
  name: z.string().min(1).max(200),
  value: z.string().max(2000),
  /** "successor": the pod that stood there is gone, and this one took its place. */
  origin: z.enum(["person", "successor"]).default("person"),
});

/** One row of the home page. Times are ISO 8601. */
export type IncidentRow = {
  readonly id: string;
  readonly number: number;
  readonly title: string;
  readonly severity: IncidentSeverity;
  readonly status: IncidentStatus;
  readonly cluster: string;
  readonly namespace: string;
  readonly workload: string;
  readonly isPrivate: boolean;
  readonly runbookTitle: string | null;
  readonly openedAt: string;
  readonly resolvedAt: string | null;
  readonly commander: string | null;
  readonly firingCount: number;
};

/** The page of one incident: what does not change while it is open, and the events that say everything else. */
export type RoomDto = {
  readonly incident: {
    readonly id: string;
    readonly number: number;
    readonly title: string;
    readonly isPrivate: boolean;
    readonly readers: readonly string[];
    readonly cluster: string;
    /** CSS colour of the cluster strip. */
    readonly clusterColour: string;
    readonly isProduction: boolean;
    /** Where programs run that Headroom does not have: "tools / deployment/toolbox". */
    readonly toolbox: string | null;
    readonly namespace: string;
    readonly workload: string;
    readonly workloadKind: string;
    readonly openedAt: string;
  };
  /** Null until somebody chooses one: then the room offers `runbooks`. */
  readonly runbook: Runbook | null;
  /** Which part of the checklist `runbook` holds, when the whole is too long for one page. */
  readonly part: { readonly number: number; readonly count: number } | null;
  readonly runbooks: readonly { readonly slug: string; readonly title: string }[];
  /** All events in order; fold them with `foldRoom` (lib/core/incident/room-state.ts). */
  readonly events: readonly TimelineEvent[];
  /** Operation id → static risk and where it will run. */
  readonly operations: Readonly<Record<string, OperationFacts>>;
  readonly people: readonly { readonly userId: string; readonly name: string; readonly role: Role }[];
  readonly viewer: { readonly userId: string; readonly name: string; readonly role: Role };
  /** What the viewer may do, so that buttons can say why they are off. */
  readonly may: { readonly operate: boolean; readonly command: boolean };
};

/** In which part of an incident's checklist a step stands; null when it is not in the pinned revision. */
export type StepPart = { readonly part: number | null };

/** The runbook changed since the incident was pinned to it: what differs, and which settled steps are no longer in it. */
export type RevisionNews = {
  readonly from: string;
  readonly to: string;
  readonly change: TextChange;
  readonly lostSteps: readonly string[];
};

export type OperationFacts = {
  readonly risk: "read" | "change" | "destructive" | "unknown";
  readonly reasons: readonly string[];
  /** The namespace the commands without -n act in, and whether it comes from the incident. */
  readonly namespace: string;
  readonly namespaceFrom: "incident" | "script";
  /** Offsets into the script where `-n` would stand if the script named the incident's namespace itself. */
  readonly namespacePlaces: readonly number[];
  /** A loop that takes samples for hours is recorded, not run. `forSeconds` is null when it has no end. */
  readonly recording: { readonly everySeconds: number; readonly forSeconds: number | null } | null;
  /** It would file a ticket: that becomes a follow-up of the incident. */
  readonly filesTicket: boolean;
};

export type { IncidentSeverity, IncidentStatus };
