"use client";

import { Search } from "lucide-react";
import Link from "next/link";
import { useDeferredValue, useState } from "react";
import { EmptyState } from "@/components/ui/empty-state";
import { Select, TextInput } from "@/components/ui/field";
import { SeverityTag } from "@/components/ui/severity-tag";
import { Tag } from "@/components/ui/tag";
import type { RunbookRow } from "@/lib/features/runbook/schema";
import { CoverageBar } from "./coverage-bar";
import { everything, filterLibrary, type LibraryFilter, systemsOf } from "./filter-library";

/** All runbooks, found as you type. */
export function RunbookLibrary({ rows, folder }: { readonly rows: readonly RunbookRow[]; readonly folder: string }) {
  const [filter, setFilter] = useState<LibraryFilter>(everything);
  const found = filterLibrary(rows, useDeferredValue(filter));
  const change = (part: Partial<LibraryFilter>) => setFilter((before) => ({ ...before, ...part }));
  if (rows.length === 0) {
    return (
      <EmptyState title="No runbooks yet">
        Put Markdown files into <code>{folder}</code>. They appear here within a few seconds, as they are.
      </EmptyState>
    );
  }
  return (
    <div className="grid gap-3">
      <search className="flex flex-wrap gap-2">
        <span className="relative min-w-48 flex-1 basis-72">
          <Search aria-hidden="true" className="absolute top-1/2 left-2.5 size-4 -translate-y-1/2 text-faint" />
          <TextInput
            type="search"
            aria-label="Search runbooks"
            placeholder="Title, alert or command"
            className="pl-8"
            value={filter.query}
            onChange={(event) => change({ query: event.target.value })}
          />
        </span>
        <Select
          aria-label="System"
          className="max-w-48 flex-1"
          value={filter.system}
          onChange={(event) => change({ system: event.target.value })}
        >
          <option value="">All systems</option>
          {systemsOf(rows).map((system) => (
            <option key={system}>{system}</option>
          ))}
        </Select>
        <label className="flex min-h-(--control) items-center gap-2 px-1 text-mute">
          <input
            type="checkbox"
            checked={filter.withFindings}
            onChange={(event) => change({ withFindings: event.target.checked })}
          />
          With findings
        </label>
      </search>
      <output aria-live="polite" className="text-sm text-faint">
        {found.length} of {rows.length} runbooks
      </output>
      <ul className="overflow-hidden rounded-lg border border-line bg-pane">
        {found.map((row) => (
          <LibraryRow key={row.slug} row={row} />
        ))}
        {found.length === 0 ? <li className="p-6 text-center text-mute">No runbook holds these words.</li> : null}
      </ul>
    </div>
  );
}

function LibraryRow({ row }: { readonly row: RunbookRow }) {
  return (
    <li className="border-line not-first:border-t">
      <Link
        href={`/runbooks/${row.slug}`}
        className="grid gap-x-6 gap-y-2 px-4 py-3 hover:bg-raise focus-visible:-outline-offset-2 md:grid-cols-[minmax(0,1fr)_9rem_12rem]"
      >
        <span className="grid min-w-0 gap-1">
          <span className="flex flex-wrap items-center gap-2">
            {row.severity ? <SeverityTag severity={row.severity} /> : null}
            <span className="font-semibold">{row.title}</span>
            {row.system ? <Tag>{row.system}</Tag> : null}
          </span>
          {row.problem ? (
            <span className="text-bad">{row.problem}</span>
          ) : (
            <span className="truncate text-sm text-faint">{row.alerts.join(" · ") || row.path}</span>
          )}
        </span>
        <span className="grid content-start text-sm text-mute">
          <span>
            {row.stepCount} steps · {row.operationCount} operations
          </span>
          <Findings findings={row.findings} />
        </span>
        <CoverageBar coverage={row.coverage} />
      </Link>
    </li>
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
