"use client";

import { ArrowDown, ArrowUp } from "lucide-react";
import { useMemo, useRef, useState } from "react";
import { type OutputTable, sortedRows } from "@/lib/core/output/aligned-table";
import { heightOf, ROW_PX, rowsInSight } from "./row-frame";
import { useViewport, type Viewport } from "./use-viewport";

const SHOWN_PX = 16 * ROW_PX + 16;
const MAX_CHARACTERS = 80;

/** Aligned output as tables that can be sorted by any column. */
export function TableView({ tables, isLarge }: { readonly tables: readonly OutputTable[]; readonly isLarge: boolean }) {
  const box = useRef<HTMLDivElement>(null);
  const viewport = useViewport(box, false);
  return (
    <div
      ref={box}
      tabIndex={-1}
      style={isLarge ? undefined : { maxHeight: SHOWN_PX }}
      className={`overflow-auto ${isLarge ? "min-h-0 flex-1" : ""}`}
    >
      {tables.map((table, index) => (
        <SortedTable
          key={table.columns.map(({ title }) => title).join(" ") + table.rows[0]?.join(" ")}
          label={tables.length === 1 ? "Output" : `Output, table ${index + 1}`}
          table={table}
          viewport={tables.length === 1 ? viewport : null}
        />
      ))}
    </div>
  );
}

type Order = { readonly column: number; readonly isDescending: boolean };

function SortedTable({
  label,
  table,
  viewport,
}: {
  readonly label: string;
  readonly table: OutputTable;
  /** What is seen of it; null draws all of it. */
  readonly viewport: Viewport | null;
}) {
  const [order, setOrder] = useState<Order | null>(null);
  const rows = useMemo(() => (order ? sortedRows(table, order) : table.rows), [table, order]);
  const sight = viewport ? rowsInSight(rows.length, viewport) : { first: 0, last: rows.length, px: 0 };
  const { columns } = table;
  return (
    <table
      aria-label={label}
      aria-rowcount={rows.length + 1}
      className="w-max min-w-full table-fixed border-collapse font-mono text-sm leading-[18px] tabular-nums"
    >
      <colgroup>
        {columns.map(({ title, width }) => (
          <col key={title} style={{ width: `calc(${Math.min(width, MAX_CHARACTERS)}ch + 2.75rem)` }} />
        ))}
      </colgroup>
      <thead className="sticky top-0 bg-pane">
        <tr aria-rowindex={1} className="border-b border-line">
          {columns.map((column, index) => (
            <ColumnHead
              key={column.title}
              column={column}
              order={order?.column === index ? order : null}
              onSort={() => setOrder((before) => nextOrder(before, { index, isNumeric: column.isNumeric }))}
            />
          ))}
        </tr>
      </thead>
      <tbody>
        <Gap px={sight.first * ROW_PX} />
        {indexes(sight).map((index) => (
          <tr key={index} aria-rowindex={index + 2} style={{ height: ROW_PX }}>
            {columns.map(({ title, isNumeric }, column) => (
              <td
                key={title}
                title={rows[index]?.[column]}
                className={`truncate px-3 ${isNumeric ? "text-right" : ""}`}
              >
                {rows[index]?.[column]}
              </td>
            ))}
          </tr>
        ))}
        <Gap px={heightOf(rows.length - sight.last)} />
      </tbody>
    </table>
  );
}

function indexes({ first, last }: { readonly first: number; readonly last: number }): readonly number[] {
  return Array.from({ length: Math.max(0, last - first) }, (_, index) => first + index);
}

function ColumnHead({
  column,
  order,
  onSort,
}: {
  readonly column: OutputTable["columns"][number];
  readonly order: Order | null;
  readonly onSort: () => void;
}) {
  const Arrow = order?.isDescending ? ArrowDown : ArrowUp;
  return (
    <th scope="col" aria-sort={order ? (order.isDescending ? "descending" : "ascending") : "none"} className="p-0">
      <button
        type="button"
        onClick={onSort}
        className={`flex min-h-(--control) w-full items-center gap-1 px-3 font-medium whitespace-nowrap text-mute hover:text-ink ${column.isNumeric ? "flex-row-reverse" : ""}`}
      >
        {column.title}
        <Arrow aria-hidden="true" className={`size-3 ${order ? "text-accent" : "invisible"}`} />
      </button>
    </th>
  );
}

/** Figures are wanted largest first, words from A on; the third press gives back the order of the output. */
function nextOrder(
  before: Order | null,
  { index, isNumeric }: { readonly index: number; readonly isNumeric: boolean },
): Order | null {
  if (before?.column !== index) {
    return { column: index, isDescending: isNumeric };
  }
  return before.isDescending === isNumeric ? { column: index, isDescending: !isNumeric } : null;
}

function Gap({ px }: { readonly px: number }) {
  return px > 0 ? (
    <tr>
      <td style={{ height: px }} className="p-0" />
    </tr>
  ) : null;
}
