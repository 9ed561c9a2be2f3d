import { durationText } from "@/lib/core/kernel/duration-text";
import type { EventKind, EventPayloads, TimelineEvent } from "./event";

export const eventIcons = [
  "alert",
  "incident",
  "ok",
  "run",
  "bad",
  "warn",
  "note",
  "branch",
  "person",
  "parameter",
  "oom",
  "document",
] as const;
export type EventIcon = (typeof eventIcons)[number];

/** One entry of the timeline in words: what happened first, then the detail. `isRoutine` entries are folded by default. */
export type EventWords = {
  readonly icon: EventIcon;
  readonly title: string;
  readonly detail: string;
  readonly isRoutine: boolean;
};

type Describe<Kind extends EventKind> = (
  payload: EventPayloads[Kind],
) => Partial<EventWords> & { readonly icon: EventIcon; readonly title: string };

/** The words of one event; a purged one says so. */
export function describeEvent<Kind extends EventKind>(event: TimelineEvent<Kind>): EventWords {
  if (event.payload === null) {
    return { icon: "document", title: event.kind, detail: "content purged", isRoutine: true };
  }
  return { detail: "", isRoutine: false, ...describers[event.kind](event.payload) };
}

const signed = { done: "signed", "not-applicable": "set aside", waived: "waived" } as const;

function ended(words: string, { label, exitCode, durationMs }: EventPayloads["run.succeeded"]) {
  const exit = exitCode === null ? "" : ` · exit ${exitCode}`;
  return { title: label, detail: `${words} after ${(durationMs / 1000).toFixed(1)} s${exit}` };
}

const describers: { readonly [Kind in EventKind]: Describe<Kind> } = {
  "incident.opened": ({ title, runbook, because }) => ({
    icon: "incident",
    title: `Opened: ${title}`,
    detail: runbook ? `runbook ${runbook}, by ${because}` : "no runbook fits: choose one",
  }),
  "incident.acknowledged": () => ({ icon: "ok", title: "Acknowledged" }),
  "incident.mitigated": () => ({ icon: "ok", title: "Mitigated" }),
  "incident.resolved": ({ statement }) => ({ icon: "ok", title: "Resolved", detail: statement }),
  "incident.reopened": ({ because }) => ({ icon: "incident", title: "Reopened", detail: because }),
  "incident.closed": () => ({ icon: "ok", title: "Closed" }),
  "incident.severity-changed": ({ from, to }) => ({ icon: "incident", title: `Severity ${from} → ${to}` }),
  "incident.runbook-pinned": ({ slug, hash, because }) => ({
    icon: "document",
    title: `Follows ${slug}`,
    detail: `revision ${hash.slice(0, 8)} · ${because}`,
    isRoutine: true,
  }),
  "incident.visibility-changed": ({ isPrivate, readers }) => ({
    icon: "person",
    title: isPrivate ? "Made private" : "Opened to everyone",
    detail: isPrivate ? `${readers.length} readers` : "",
  }),
  "role.assigned": ({ role, name }) => ({ icon: "person", title: `${name} is ${role}` }),
  "role.released": ({ role, name }) => ({ icon: "person", title: `${name} is no longer ${role}` }),
  "alert.fired": ({ name, labels, summary }) => ({
    icon: "alert",
    title: `${name} fired`,
    detail: [labels["pod"], summary].filter(Boolean).join(" · "),
  }),
  "alert.repeated": ({ name, count }) => ({
    icon: "alert",
    title: `${name} again`,
    detail: `${count} times`,
    isRoutine: true,
  }),
  "alert.resolved": ({ name }) => ({ icon: "ok", title: `${name} resolved`, detail: "by the sender", isRoutine: true }),
  "parameter.set": ({ name, value, because }) => ({
    icon: "parameter",
    title: `${name} = ${value}`,
    detail: because,
    isRoutine: true,
  }),
  "variable.set": ({ name, value }) => ({ icon: "parameter", title: `$${name} = ${value}`, isRoutine: true }),
  "branch.chosen": ({ title }) => ({ icon: "branch", title: `Branch chosen: ${title}` }),
  "branch.cleared": ({ title }) => ({ icon: "branch", title: `Branch no longer chosen: ${title}` }),
  "step.settled": ({ title, outcome, reason }) => ({
    icon: outcome === "done" ? "ok" : "warn",
    title,
    detail: [outcome.replace("-", " "), reason].filter(Boolean).join(": "),
  }),
  "step.reopened": ({ title }) => ({ icon: "warn", title, detail: "taken up again" }),
  "timer.started": ({ text, seconds }) => ({ icon: "run", title: text, detail: `timer of ${durationText(seconds)}` }),
  "timer.stopped": ({ text }) => ({ icon: "ok", title: text, detail: "timer put away", isRoutine: true }),
  "run.started": ({ label, risk, attempt }) => ({
    icon: "run",
    title: label,
    detail: `started · ${risk}${attempt > 1 ? ` · attempt ${attempt}` : ""}`,
    isRoutine: risk === "read",
  }),
  "run.succeeded": (payload) => ({ icon: "ok", ...ended("done", payload) }),
  "run.failed": (payload) => ({
    icon: "bad",
    ...ended(payload.ended === "exit" ? "failed" : `ended by ${payload.ended}`, payload),
  }),
  "run.cancelled": (payload) => ({ icon: "warn", ...ended("cancelled", payload) }),
  "run.interrupted": (payload) => ({ icon: "warn", ...ended("interrupted: what it did is not known", payload) }),
  "run.files-kept": ({ files, refused }) => ({
    icon: refused.length === 0 ? "document" : "warn",
    title: files.length === 0 ? "No file was kept" : `Kept ${files.map(({ name }) => name).join(", ")}`,
    detail: refused.map(({ name, because }) => `${name} is not kept: ${because}`).join(" · "),
    isRoutine: refused.length === 0,
  }),
  "operation.done-by-hand": ({ label, output, hiddenSecrets, file }) => ({
    icon: "note",
    title: output === "" ? label : `${label}:\n${output}`,
    detail: [
      output === "" ? "done by hand" : "pasted",
      file && `whole as ${file.name}`,
      hiddenSecrets > 0 && `${hiddenSecrets} ${hiddenSecrets === 1 ? "secret" : "secrets"} not shown`,
    ]
      .filter(Boolean)
      .join(" · "),
  }),
  "follow-up.added": ({ title }) => ({ icon: "note", title, detail: "to be done afterwards" }),
  "recording.started": ({ label, everySeconds, forSeconds }) => ({
    icon: "run",
    title: label,
    detail: `recorded every ${durationText(everySeconds)} for ${durationText(forSeconds)}`,
  }),
  "recording.sampled": ({ label, number, exitCode }) => ({
    icon: exitCode === 0 ? "ok" : "bad",
    title: label,
    detail: `sample ${number}${exitCode === 0 ? "" : ` · exit ${exitCode}`}`,
    isRoutine: exitCode === 0,
  }),
  "recording.ended": ({ label, because, samples }) => ({
    icon: because === "complete" ? "ok" : "warn",
    title: label,
    detail: `recording ${because} after ${samples} samples`,
  }),
  "note.added": ({ text }) => ({ icon: "note", title: text }),
  "note.corrected": ({ corrects, text }) => ({ icon: "note", title: text, detail: `corrects entry ${corrects}` }),
  "workload.oom-killed": ({ pod, container }) => ({ icon: "oom", title: "OOM kill", detail: `${pod} · ${container}` }),
  "item.signed": ({ text, verdict, statement, check }) => ({
    icon: "ok",
    title: text,
    detail: [signed[verdict], statement, check].filter(Boolean).join(" · "),
  }),
  "item.withdrawn": ({ text }) => ({ icon: "warn", title: text, detail: "signature withdrawn" }),
  "person.created": ({ name, role }) => ({ icon: "person", title: `${name} joined`, detail: role }),
  "person.role-changed": ({ name, from, to }) => ({ icon: "person", title: name, detail: `${from} → ${to}` }),
  "source.created": ({ name }) => ({ icon: "document", title: `Alert source ${name} added` }),
  "source.rotated": ({ name }) => ({ icon: "document", title: `Token of ${name} rotated` }),
  "runbook.indexed": ({ slug, hash }) => ({
    icon: "document",
    title: `Runbook ${slug}`,
    detail: `now ${hash.slice(0, 8)}`,
  }),
  "runbook.removed": ({ slug }) => ({ icon: "document", title: `Runbook ${slug}`, detail: "file gone" }),
  "runbook.committed": ({ slug, commit, author }) => ({
    icon: "document",
    title: `Runbook ${slug}`,
    detail: `commit ${commit.slice(0, 8)} by ${author}`,
  }),
  "runbook.unreadable": ({ slug, problem }) => ({ icon: "warn", title: `Runbook ${slug}`, detail: problem }),
  "runbook.reviewed": ({ slug, hash }) => ({
    icon: "ok",
    title: `Runbook ${slug}`,
    detail: `${hash.slice(0, 8)} reviewed`,
  }),
};
