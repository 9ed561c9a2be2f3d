"use client";

import { useQueries } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { Cell, Table } from "@/components/ui/table";
import { compareOutputs } from "@/lib/core/metrics/compare-outputs";
import { runOutputQuery } from "@/lib/features/execution/queries";
import { sampleQuery } from "@/lib/features/recording/queries";

/** What two attempts of one operation printed, figure by figure. */
export function AttemptComparison({
  before,
  after,
  title,
}: {
  readonly before: string;
  readonly after: string;
  readonly title: string;
}) {
  return <Disclosure title={title}>{() => <Attempts before={before} after={after} />}</Disclosure>;
}

function Attempts({ before, after }: { readonly before: string; readonly after: string }) {
  const [first, second] = useQueries({ queries: [runOutputQuery(before), runOutputQuery(after)] });
  const textOf = ({ data }: typeof first) => (data?.isWhole ? data.pieces.map(({ text }) => text).join("") : undefined);
  return <Comparison before={textOf(first)} after={textOf(second)} error={first.error ?? second.error} />;
}

/** What two samples of one recording printed, figure by figure. */
export function SampleComparison({ recordingId, number }: { readonly recordingId: string; readonly number: number }) {
  return (
    <Disclosure title="Figures beside sample 1">
      {() => <Samples recordingId={recordingId} number={number} />}
    </Disclosure>
  );
}

function Samples({ recordingId, number }: { readonly recordingId: string; readonly number: number }) {
  const [first, second] = useQueries({ queries: [sampleQuery(recordingId, 1), sampleQuery(recordingId, number)] });
  return <Comparison before={first.data?.text} after={second.data?.text} error={first.error ?? second.error} />;
}

function Disclosure({ title, children }: { readonly title: string; readonly children: () => ReactNode }) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <details className="border-t border-line px-3 py-1" onToggle={(event) => setIsOpen(event.currentTarget.open)}>
      <summary className="min-h-(--control) content-center text-sm font-medium">{title}</summary>
      {isOpen ? <div className="pb-2">{children()}</div> : null}
    </details>
  );
}

type ComparisonProps = {
  readonly before: string | undefined;
  readonly after: string | undefined;
  readonly error: Error | null;
};

function Comparison({ before, after, error }: ComparisonProps) {
  if (error) {
    return <p className="text-warn">The outputs cannot be compared: {error.message}</p>;
  }
  if (before === undefined || after === undefined) {
    return <p className="text-faint">Reading both outputs</p>;
  }
  const { figures, appeared, gone } = compareOutputs(before, after);
  const changed = figures.filter(({ change }) => change !== "0");
  return (
    <div className="grid gap-2 tabular-nums">
      {changed.length === 0 ? (
        <p className="text-faint">
          {figures.length === 0 ? "They share no figures." : `All ${figures.length} figures are the same.`}
        </p>
      ) : (
        <Table label="Figures that changed" head={["Figure", "Before", "After", "Change"]}>
          {changed.map(({ place, before: old, after: now, change }) => (
            <tr key={place}>
              <Cell>{place}</Cell>
              <Cell isNumber>{old}</Cell>
              <Cell isNumber>{now}</Cell>
              <Cell isNumber>{change}</Cell>
            </tr>
          ))}
        </Table>
      )}
      <Names words="New" names={appeared} />
      <Names words="Gone" names={gone} />
    </div>
  );
}

function Names({ words, names }: { readonly words: string; readonly names: readonly string[] }) {
  return names.length === 0 ? null : (
    <p className="text-sm text-mute">
      {words}: <span className="font-mono">{names.join(", ")}</span>
    </p>
  );
}
