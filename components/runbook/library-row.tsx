import Link from "next/link";
import type { ReactNode } from "react";
import { SeverityTag } from "@/components/ui/severity-tag";
import { Tag } from "@/components/ui/tag";
import type { RunbookRow } from "@/lib/features/runbook/schema";
import { CoverageBar } from "./coverage-bar";

/** One runbook: what it is for, how much of it runs, how fresh it is. The whole row opens it. */
export function LibraryRow({ row, mayOperate }: { readonly row: RunbookRow; readonly mayOperate: boolean }) {
  return (
    <li className="relative grid items-start gap-x-6 gap-y-2 border-line px-4 py-2.5 not-first:border-t hover:bg-raise md:grid-cols-[minmax(0,1fr)_11rem_11rem] lg:grid-cols-[minmax(0,1fr)_13rem_11rem_5rem]">
      <div className="grid min-w-0 gap-0.5">
        <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
          {row.severity ? <SeverityTag severity={row.severity} /> : null}
          <Link
            href={`/runbooks/${row.slug}`}
            data-library-row
            className="font-semibold after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent"
          >
            {row.title}
          </Link>
          {row.system ? <Tag>{row.system}</Tag> : null}
          {row.isReviewed === false ? (
            <Tag tone="warn" title="Its newest text has not been reviewed: it can be read, not run">
              not reviewed
            </Tag>
          ) : null}
        </span>
        <SecondLine row={row} />
      </div>
      <CoverageBar coverage={row.coverage} />
      <span className="grid content-start text-sm text-mute max-md:flex max-md:flex-wrap max-md:gap-x-3">
        <Freshness row={row} />
        <Findings findings={row.findings} />
      </span>
      {mayOperate && row.hasText ? (
        <Link
          href={`/?declare=${encodeURIComponent(row.slug)}`}
          aria-label={`Declare from ${row.title}`}
          className="relative inline-flex min-h-(--control) items-center justify-self-end rounded-md px-2 text-mute hover:text-accent max-lg:hidden"
        >
          Declare
        </Link>
      ) : null}
    </li>
  );
}

function SecondLine({ row }: { readonly row: RunbookRow }): ReactNode {
  if (row.problem) {
    return <span className="text-bad [overflow-wrap:anywhere]">{row.problem}</span>;
  }
  if (row.hit) {
    return (
      <span className="flex min-w-0 gap-2 text-sm text-faint">
        <span className="shrink-0">
          {row.hit.where} · line {row.hit.line}
        </span>
        <span className={`truncate text-mute ${row.hit.where === "command" ? "font-mono" : ""}`}>{row.hit.text}</span>
      </span>
    );
  }
  const place = row.isUpload ? `${row.path} · uploaded` : row.path;
  return <span className="truncate text-sm text-faint">{row.alerts.join(" · ") || place}</span>;
}

function Freshness({ row }: { readonly row: RunbookRow }) {
  return row.isOverdue ? (
    <span className="text-warn">review due {row.reviewDue}</span>
  ) : (
    <span>changed {row.changedAt.slice(0, 10)}</span>
  );
}

function Findings({ findings }: { readonly findings: RunbookRow["findings"] }) {
  const { errors, warnings } = findings;
  if (errors > 0) {
    return <span className="text-bad">{errors === 1 ? "1 error" : `${errors} errors`}</span>;
  }
  return warnings > 0 ? (
    <span className="text-warn">{warnings === 1 ? "1 warning" : `${warnings} warnings`}</span>
  ) : (
    <span>no findings</span>
  );
}
