import type { MouseEvent } from "react";
import type { Span } from "@/lib/core/output/ansi";
import { cellsOf, sliceCells } from "@/lib/core/output/cells";
import { markSpans, type Place } from "@/lib/core/output/mark-spans";
import type { OutputText } from "@/lib/core/output/output-text";
import { LineText } from "./line-text";
import { heightOf, ROW_PX } from "./row-frame";
import type { Lines } from "./use-lines";

/** Beyond this a line is drawn, and marked, only as far as it is in sight. */
const LONG_CELLS = 2_000;
const SIDE_CELLS = 80;
const MAX_WIDTH_PX = 15_000_000;

type OutputLinesProps = {
  readonly text: OutputText;
  readonly lines: Lines;
  /** What a search finds in a line, and the match one has gone to. */
  readonly placesOf: (line: string) => readonly Place[];
  readonly current: { readonly line: number; readonly start: number } | null;
  /** The line that the address names. */
  readonly linkedLine: number | null;
  /** Makes a link to a line, or null where lines have none. */
  readonly linkTo: ((line: number) => string) | null;
  readonly onLink: (line: number) => void;
};

/** The rows in sight; all others are only a height. */
export function OutputLines(props: OutputLinesProps) {
  const { lines } = props;
  const { sight, count, columns, rows, charPx, gutter } = lines;
  const shown = Array.from({ length: Math.max(0, sight.last - sight.first) }, (_, index) => sight.first + index);
  const width = columns > 0 ? undefined : Math.min(MAX_WIDTH_PX, (rows.widest + gutter + 3) * charPx);
  return (
    <div className="relative min-w-full" style={{ height: heightOf(count), width }}>
      <span data-probe="" aria-hidden="true" className="invisible absolute">
        {"0".repeat(100)}
      </span>
      <div className="absolute top-0 left-0 w-full" style={{ transform: `translateY(${sight.px}px)` }}>
        {shown.map((row) => (
          <Row key={row} {...props} row={row} />
        ))}
      </div>
    </div>
  );
}

function Row({ row, ...props }: OutputLinesProps & { readonly row: number }) {
  const { text, lines, linkedLine, linkTo, onLink } = props;
  const { line, part } = lines.rows.at(row);
  const { spans, indent } = spansInSight({ ...props, line, part });
  const follow = (event: MouseEvent) => {
    if (!event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      onLink(line);
    }
  };
  const isError = text.isError(line);
  const gutter = `sticky left-0 shrink-0 border-l-2 bg-bg pr-[1ch] text-right text-faint select-none ${isError ? "border-change" : "border-transparent"}`;
  const width = `${lines.gutter + 2}ch`;
  const where = isError ? `${line + 1}, standard error` : `${line + 1}`;
  return (
    <div className={`flex whitespace-pre ${line === linkedLine ? "bg-accent/18" : ""}`} style={{ height: ROW_PX }}>
      {linkTo && part === 0 ? (
        <a
          href={linkTo(line)}
          tabIndex={-1}
          aria-label={`Link to line ${where}`}
          title={isError ? "standard error" : undefined}
          onClick={follow}
          className={`${gutter} hover:text-accent`}
          style={{ width }}
        >
          {line + 1}
        </a>
      ) : (
        <span aria-hidden="true" className={gutter} style={{ width }}>
          {part === 0 ? line + 1 : ""}
        </span>
      )}
      <span style={indent > 0 ? { paddingLeft: `${indent}ch` } : undefined}>
        <LineText spans={spans} />
      </span>
    </div>
  );
}

type InSight = Pick<OutputLinesProps, "text" | "lines" | "placesOf" | "current"> & {
  readonly line: number;
  readonly part: number;
};

/** The spans of a row: a part of its line when that is wrapped or long. */
function spansInSight(row: InSight): { readonly spans: readonly Span[]; readonly indent: number } {
  const { line, part, text, lines, placesOf, current } = row;
  const start = current?.line === line ? current.start : null;
  const spans = text.spans(line);
  const cells = spans.reduce((sum, span) => sum + cellsOf(span.text), 0);
  const { columns } = lines;
  const [from, to] = columns > 0 ? [part * columns, (part + 1) * columns] : columnsInSight(lines, cells);
  const indent = columns > 0 ? 0 : from;
  if (cells <= LONG_CELLS) {
    const marked = markSpans(spans, placesOf(textOf(spans)), start);
    return { spans: from === 0 && to >= cells ? marked : sliceCells(marked, from, to), indent };
  }
  const cut = sliceCells(spans, from, to);
  return { spans: markSpans(cut, placesOf(textOf(cut)), start === null ? null : start - from), indent };
}

function textOf(spans: readonly Span[]): string {
  return spans.map(({ text }) => text).join("");
}

function columnsInSight({ viewport, charPx }: Lines, cells: number): readonly [number, number] {
  if (cells <= LONG_CELLS) {
    return [0, cells];
  }
  const first = Math.max(0, Math.floor(viewport.left / charPx) - SIDE_CELLS);
  return [first, first + Math.ceil(viewport.width / charPx) + 4 * SIDE_CELLS];
}
