"use client";

import { Lock } from "lucide-react";
import Link from "next/link";
import { useRefreshOnHome } from "@/components/live/use-refresh";
import { HeadroomCell } from "@/components/metrics/headroom-cell";
import { Age } from "@/components/ui/clock";
import { SeverityTag } from "@/components/ui/severity-tag";
import { Cell, Table } from "@/components/ui/table";
import { isOpen } from "@/lib/core/incident/incident";
import type { IncidentRow } from "@/lib/features/incident/schema";
import { StatusWord } from "./status-word";
import { waitingFor } from "./waiting-for";

/** Incidents: the open ones with their headroom and what waits for somebody, then the ones that are over. */
export function IncidentList({ rows }: { readonly rows: readonly IncidentRow[] }) {
  useRefreshOnHome();
  const open = rows.filter((row) => isOpen(row.status));
  const over = rows.filter((row) => !isOpen(row.status));
  return (
    <div className="grid gap-6">
      {open.length > 0 ? (
        <Table isStacked label="Open incidents" head={["Severity", "Incident", "Status", "Headroom", "Next", "Age"]}>
          {open.map((row) => (
            <OpenRow key={row.id} row={row} />
          ))}
        </Table>
      ) : (
        <p className="rounded-lg border border-line bg-pane px-4 py-5 text-mute">Nothing is on fire.</p>
      )}
      {over.length > 0 ? (
        <section aria-label="Over" className="grid gap-2">
          <h2 className="font-semibold text-mute">Over</h2>
          <Table isStacked label="Resolved incidents" head={["Severity", "Incident", "Status", "Review", "Age"]}>
            {over.map((row) => (
              <tr key={row.id}>
                <Cell>
                  <SeverityTag severity={row.severity} />
                </Cell>
                <Cell>
                  <IncidentTitle row={row} />
                </Cell>
                <Cell>
                  <StatusWord status={row.status} />
                </Cell>
                <Cell className="max-md:col-span-full max-md:row-start-2 max-md:pl-13">
                  <Link
                    href={`/incidents/${row.number}/review`}
                    className="inline-flex min-h-(--control) items-center text-accent hover:underline"
                  >
                    Review
                  </Link>
                </Cell>
                <Cell className="max-md:hidden">
                  <Age at={row.openedAt} />
                </Cell>
              </tr>
            ))}
          </Table>
        </section>
      ) : null}
    </div>
  );
}

function OpenRow({ row }: { readonly row: IncidentRow }) {
  const waiting = waitingFor(row);
  return (
    <tr className="hover:bg-raise">
      <Cell>
        <SeverityTag severity={row.severity} />
      </Cell>
      <Cell>
        <IncidentTitle row={row} />
      </Cell>
      <Cell>
        <StatusWord status={row.status} />
      </Cell>
      <Cell className="max-md:col-span-full max-md:row-start-2 max-md:pl-13">
        <HeadroomCell number={row.number} />
      </Cell>
      <Cell className="max-md:col-span-full max-md:row-start-3 max-md:pl-13">
        {waiting ? (
          <span className="text-warn">waits for {waiting}</span>
        ) : (
          <span className="text-mute">led by {row.commander}</span>
        )}
      </Cell>
      <Cell className="max-md:hidden">
        <Age at={row.openedAt} />
      </Cell>
    </tr>
  );
}

function IncidentTitle({ row }: { readonly row: IncidentRow }) {
  return (
    <Link href={`/incidents/${row.number}`} className="grid min-h-11 content-center md:min-w-52 hover:underline">
      <span className="font-semibold">
        INC-{row.number} · {row.title}
        {row.isPrivate ? <Lock aria-label="Private" className="ml-1.5 inline size-3.5 text-warn" /> : null}
      </span>
      <span className="text-sm text-faint">
        {row.cluster} / {row.namespace} / {row.workload}
        {row.runbookTitle ? ` · ${row.runbookTitle}` : ""}
      </span>
    </Link>
  );
}
