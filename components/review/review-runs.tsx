import { riskFrom } from "@/components/runbook/operation-words";
import { ClockTime } from "@/components/ui/clock";
import { RiskTag } from "@/components/ui/risk-tag";
import type { RoomRun, RunStatus } from "@/lib/core/incident/room-state";

const colours: Record<RunStatus, string> = {
  running: "text-info",
  succeeded: "text-ok",
  failed: "text-bad",
  cancelled: "text-mute",
  interrupted: "text-warn",
};

/** Every run in order; the changes with their exact command. */
export function ReviewRuns({ runs }: { readonly runs: readonly RoomRun[] }) {
  if (runs.length === 0) {
    return <p className="text-mute">Nothing was run.</p>;
  }
  const inOrder = [...runs].sort((a, b) => a.startedAt.localeCompare(b.startedAt));
  return (
    <ol className="grid gap-3">
      {inOrder.map((run) => (
        <li key={run.runId} className="grid break-inside-avoid gap-1 text-base">
          <p className="flex flex-wrap items-baseline gap-x-2.5 gap-y-0.5">
            <span className="text-faint">
              <ClockTime at={run.startedAt} withSeconds />
            </span>
            <span className="font-semibold">{run.label}</span>
            <RiskTag risk={riskFrom(run.risk)} />
            <span className={colours[run.status]}>{run.status}</span>
            <span className="text-mute">{endText(run)}</span>
          </p>
          {run.risk === "read" ? null : (
            <pre className="overflow-x-auto rounded-md border border-line bg-pane px-3 py-2 whitespace-pre-wrap">
              {run.command}
            </pre>
          )}
        </li>
      ))}
    </ol>
  );
}

function endText({ ended, startedBy }: RoomRun): string {
  const parts = ended
    ? [ended.exitCode === null ? "" : `exit ${ended.exitCode}`, `${(ended.durationMs / 1_000).toFixed(1)} s`]
    : [];
  return [...parts, startedBy].filter(Boolean).join(" · ");
}
