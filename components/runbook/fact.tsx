import type { ReactNode } from "react";
import type { Sourced } from "@/lib/core/runbook/source";
import { positionKey } from "./inline-text";
import { Provenance, Stated } from "./provenance";

/** One fact of a runbook: its name, and what the text says of it. Nothing when it says nothing. */
export function Fact({
  name,
  isShown,
  isLong = false,
  children,
}: {
  readonly name: string;
  readonly isShown: boolean;
  /** Under its name, not beside it, where the screen is narrow. */
  readonly isLong?: boolean;
  readonly children: ReactNode;
}) {
  return isShown ? (
    <div
      className={`grid break-inside-avoid grid-cols-[6.5rem_minmax(0,1fr)] gap-x-3 py-1 sm:grid-cols-[7.5rem_minmax(0,1fr)] ${isLong ? "max-sm:grid-cols-1" : ""}`}
    >
      <dt className="text-faint">{name}</dt>
      <dd className="min-w-0 [overflow-wrap:anywhere]">{children}</dd>
    </div>
  ) : null;
}

/** A fact with where it was found. */
export function SourcedFact<T extends string | number | boolean>({
  name,
  field,
  of,
  children,
}: {
  readonly name: string;
  /** The front matter's. */
  readonly field: string;
  readonly of: Sourced<T> | undefined;
  readonly children?: (value: T) => ReactNode;
}) {
  return of === undefined ? null : (
    <Fact name={name} isShown>
      <span className="flex flex-wrap items-baseline gap-x-2">
        {children ? children(of.value) : String(of.value)}
        <Provenance of={of} field={field} />
      </span>
    </Fact>
  );
}

type Line = {
  readonly text: string;
  readonly lines: { readonly start: number };
  readonly from?: "front-matter";
};

/** Lines of the text, each with its number; a long list is folded after the first few, and of hundreds the first are told. */
export function FactLines({
  lines,
  field,
}: {
  readonly lines: readonly Line[];
  /** The front matter's. */
  readonly field: string;
}) {
  const shown = lines.length > FOLDED_FROM ? lines.slice(0, SHOWN_LINES) : lines;
  const rest = lines.slice(shown.length, MOST_LINES);
  return (
    <>
      <LineList lines={shown} field={field} />
      {rest.length > 0 ? (
        <details>
          <summary className="min-h-(--control) content-center text-sm text-mute">
            {lines.length - shown.length} more
          </summary>
          <LineList lines={rest} field={field} />
          {lines.length > MOST_LINES ? (
            <p className="text-sm text-faint">
              and {lines.length - MOST_LINES} more, each beside its place in the text
            </p>
          ) : null}
        </details>
      ) : null}
    </>
  );
}

const FOLDED_FROM = 6;
const SHOWN_LINES = 4;
const MOST_LINES = 100;

function LineList({ lines, field }: Parameters<typeof FactLines>[0]) {
  return (
    <ul className="grid gap-0.5">
      {lines.map(({ text, lines: { start }, from }, index) => (
        <li key={positionKey(index)}>
          {text}{" "}
          {from ? (
            <Stated from={from} field={field} />
          ) : (
            <span className="text-sm whitespace-nowrap text-faint">line {start}</span>
          )}
        </li>
      ))}
    </ul>
  );
}
