"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { SeverityTag } from "@/components/ui/severity-tag";
import { Skeleton } from "@/components/ui/skeleton";
import type { UncoveredAlert } from "@/lib/core/incident/uncovered-alerts";
import { uncoveredAlertsQuery } from "@/lib/features/alert/queries";

/** The alerts that would open an incident without a runbook, and what is close to each. */
export function UncoveredAlerts() {
  const { data, error, refetch } = useQuery(uncoveredAlertsQuery());
  if (error) {
    return (
      <ErrorState
        title="The alerts cannot be listed"
        action={<Button onClick={() => void refetch()}>Try again</Button>}
      >
        {error.message}
      </ErrorState>
    );
  }
  if (!data) {
    return <Skeleton label="Asking for the alerts" className="h-96" />;
  }
  return (
    <div className="grid gap-3">
      {data.problems.map((problem) => (
        <p key={problem} role="alert" className="text-sm text-warn [overflow-wrap:anywhere]">
          {problem}
        </p>
      ))}
      <p className="text-sm text-faint">
        {data.alerts.length === 1 ? "1 alert has" : `${data.alerts.length} alerts have`} no runbook ·{" "}
        {data.coveredCount} {data.coveredCount === 1 ? "has" : "have"} one
      </p>
      {data.alerts.length === 0 ? (
        <EmptyState title="Every known alert has a runbook">
          Known are the alerts that were received, the rules of the configured Prometheus servers, and the rules that
          runbooks hold.
        </EmptyState>
      ) : (
        <ul aria-label="Alerts without a runbook" className="overflow-hidden rounded-lg border border-line bg-pane">
          {data.alerts.map((alert) => (
            <AlertRow key={alert.name} alert={alert} />
          ))}
        </ul>
      )}
    </div>
  );
}

function AlertRow({ alert }: { readonly alert: UncoveredAlert }) {
  const { name, severity, sources, close } = alert;
  return (
    <li className="grid gap-x-6 gap-y-2 border-line px-4 py-2.5 not-first:border-t md:grid-cols-[minmax(0,1fr)_minmax(0,1.4fr)_auto]">
      <div className="grid min-w-0 content-start gap-0.5">
        <span className="flex flex-wrap items-center gap-2">
          {severity ? <SeverityTag severity={severity} /> : null}
          <span className="font-semibold [overflow-wrap:anywhere]">{name}</span>
        </span>
        <span className="text-sm text-faint [overflow-wrap:anywhere]">{sources.join(" · ")}</span>
      </div>
      <div className="grid min-w-0 content-start gap-0.5">
        {close.length === 0 ? (
          <span className="text-mute">No runbook looks close.</span>
        ) : (
          <>
            <span className="text-sm text-faint">These runbooks look close</span>
            {close.map((runbook) => (
              <span key={runbook.slug} className="flex flex-wrap items-baseline gap-x-2">
                <Link
                  href={`/runbooks/${runbook.slug}`}
                  className="inline-block min-h-6 py-0.5 text-accent hover:underline"
                >
                  {runbook.title}
                </Link>
                <span className="text-sm text-faint">shares {runbook.shared.join(", ")}</span>
              </span>
            ))}
          </>
        )}
      </div>
      <span className="justify-self-start md:justify-self-end">
        <CopyButton text={`headroom:\n  alerts: [${name}]\n`} label="Copy front matter" isWordy />
      </span>
    </li>
  );
}
