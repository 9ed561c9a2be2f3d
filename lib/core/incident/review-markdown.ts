import { describeEvent } from "./describe-event";
import type { TimelineEvent } from "./event";
import type { RoomRun, RoomState } from "./room-state";

/** What the report is made of. Durations in seconds; null when it did not happen. */
export type ReviewFacts = {
  readonly number: number;
  readonly title: string;
  readonly runbookTitle: string | null;
  readonly cluster: string;
  readonly namespace: string;
  readonly workload: string;
  readonly state: RoomState;
  readonly events: readonly TimelineEvent[];
  readonly timeToAcknowledgeSeconds: number | null;
  readonly timeToMitigateSeconds: number | null;
  readonly timeToResolveSeconds: number | null;
  readonly mttrTargetSeconds: number | null;
  readonly checklist: readonly { readonly itemId: string; readonly text: string; readonly mandatory: boolean }[];
  readonly followUps: readonly string[];
  readonly chain: { readonly sentence: string; readonly head: string };
};

/** The post-incident review as Markdown: facts in order, times in UTC. */
export function reviewMarkdown(facts: ReviewFacts): string {
  const { state } = facts;
  const parts = [
    `# INC-${facts.number}: ${inline(facts.title)}`,
    summaryTable(facts),
    "## What was run",
    runsTable(Object.values(state.runs)),
    "## Resolution checklist",
    checklistLines(facts),
    "## Timeline (UTC)",
    facts.events.map((event) => timelineLine(event, state)).join("\n"),
    "## Follow-up",
    facts.followUps.length > 0 ? facts.followUps.map((text) => `- [ ] ${inline(text)}`).join("\n") : "None recorded.",
    `---\n\n${facts.chain.sentence} Head: \`${facts.chain.head}\``,
  ];
  return `${parts.join("\n\n")}\n`;
}

function summaryTable(facts: ReviewFacts): string {
  const { state } = facts;
  const target = facts.mttrTargetSeconds === null ? "" : ` (target ${words(facts.mttrTargetSeconds)})`;
  const rows: readonly (readonly [string, string])[] = [
    ["Severity", state.severity],
    ["Status", state.status],
    ["Where", `${facts.cluster} / ${facts.namespace} / ${facts.workload}`],
    ["Runbook", facts.runbookTitle ?? "none"],
    ["Opened", state.openedAt ?? ""],
    ["Resolved", state.resolvedAt ?? "not yet"],
    ["Time to acknowledge", words(facts.timeToAcknowledgeSeconds)],
    ["Time to mitigate", words(facts.timeToMitigateSeconds)],
    ["Time to resolve", `${words(facts.timeToResolveSeconds)}${target}`],
    ["Commander", state.roles.commander.map((holder) => holder.name).join(", ") || "nobody"],
    ["OOM kills seen", String(state.oomKills.length)],
  ];
  return ["| | |", "|---|---|", ...rows.map(([name, value]) => `| ${name} | ${cell(value)} |`)].join("\n");
}

function runsTable(runs: readonly RoomRun[]): string {
  if (runs.length === 0) {
    return "Nothing was run.";
  }
  const rows = runs.map((run) => {
    const duration = run.ended ? `${(run.ended.durationMs / 1000).toFixed(1)} s` : "";
    const exit = run.ended?.exitCode ?? "";
    return `| ${clock(run.startedAt)} | ${cell(run.label)} | ${run.risk} | ${run.status} | ${exit} | ${duration} | ${cell(run.startedBy)} |`;
  });
  const commands = runs
    .filter((run) => run.risk !== "read")
    .map((run) => `${run.label} (${clock(run.startedAt)}):\n\n${fenced(run.command)}`);
  return ["| Time | Operation | Risk | Outcome | Exit | Took | By |\n|---|---|---|---|---|---|---|", ...rows]
    .join("\n")
    .concat(commands.length > 0 ? `\n\n### Changes, as run\n\n${commands.join("\n\n")}` : "");
}

function checklistLines({ checklist, state }: ReviewFacts): string {
  if (checklist.length === 0) {
    return "The runbook has none.";
  }
  return checklist
    .map(({ itemId, text }) => {
      const mark = state.items[itemId];
      const detail = mark
        ? ` — ${mark.verdict} by ${inline(mark.by)}, ${clock(mark.at)}${said(mark.statement)}${said(mark.check)}`
        : "";
      return `- [${mark ? "x" : " "}] ${inline(text)}${detail}`;
    })
    .join("\n");
}

function said(text: string | null): string {
  return text ? `: ${inline(text)}` : "";
}

function timelineLine(event: TimelineEvent, state: RoomState): string {
  const { title, detail } = describeEvent(event);
  const correction = state.corrections[event.seq];
  const words = correction ? `~~${inline(title)}~~ (corrected: ${inline(correction.text)})` : `**${inline(title)}**`;
  return `- ${event.at.replace("T", " ").slice(0, 19)} ${words}${detail ? ` — ${inline(detail)}` : ""} (${inline(event.actor.name)})`;
}

/** Text that must stay text: line breaks folded, Markdown's own characters escaped. */
function inline(text: string): string {
  return text.replace(/\s+/g, " ").replace(/[\\`*_[\]<>#|~]/g, "\\$&");
}

function cell(text: string): string {
  return inline(text);
}

function fenced(code: string): string {
  const longest = Math.max(2, ...[...code.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}bash\n${code}\n${fence}`;
}

function clock(iso: string): string {
  return iso.slice(11, 19);
}

function words(seconds: number | null): string {
  if (seconds === null) {
    return "not reached";
  }
  const minutes = Math.floor(seconds / 60);
  return minutes === 0 ? `${Math.round(seconds)} s` : `${minutes} min ${Math.round(seconds % 60)} s`;
}
