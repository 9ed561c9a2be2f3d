import { formatBytes } from "./format";

/** One figure that stands in two outputs of the same command, at the same place. */
export type FigureChange = {
  /** What the line begins with, and the column's title where there is one: "sie-api-1 MEMORY(bytes)". */
  readonly place: string;
  readonly before: string;
  readonly after: string;
  /** "+120 MiB (+30 %)"; "0" when it is the same. */
  readonly change: string;
};

export type OutputComparison = {
  readonly figures: readonly FigureChange[];
  /** First words of lines that only one of the two has. */
  readonly appeared: readonly string[];
  readonly gone: readonly string[];
};

const bytesPer: Readonly<Record<string, number>> = {
  B: 1,
  kB: 1e3,
  KB: 1e3,
  MB: 1e6,
  GB: 1e9,
  Ki: 2 ** 10,
  KiB: 2 ** 10,
  Mi: 2 ** 20,
  MiB: 2 ** 20,
  Gi: 2 ** 30,
  GiB: 2 ** 30,
  Ti: 2 ** 40,
  TiB: 2 ** 40,
};

type Line = { readonly key: string; readonly cells: readonly string[] };

/**
 * Two outputs of the same command side by side: lines are paired by their first word, cells by their place, and only
 * figures of one unit are compared. A line whose first word repeats is paired in order.
 */
export function compareOutputs(before: string, after: string): OutputComparison {
  const [old, now] = [linesOf(before), linesOf(after)];
  const header = now.get("NAME")?.cells ?? now.get("CONTAINER ID")?.cells ?? [];
  const figures = [...now].flatMap(([id, line]) => changesOf(old.get(id), line, header));
  const named = (lines: ReadonlyMap<string, Line>, others: ReadonlyMap<string, Line>) =>
    [...lines].filter(([id]) => !others.has(id)).map(([, { key }]) => key);
  return { figures, appeared: named(now, old), gone: named(old, now) };
}

function linesOf(text: string): ReadonlyMap<string, Line> {
  const lines = new Map<string, Line>();
  const seen = new Map<string, number>();
  for (const written of text.split("\n")) {
    const cells = written.trim().split(/\s{2,}|\t|,|(?<=[:=])\s*/);
    const key = cells[0] ?? "";
    if (key !== "" && !isFigure(key)) {
      const count = (seen.get(key) ?? 0) + 1;
      seen.set(key, count);
      lines.set(count === 1 ? key : `${key}\n${count}`, { key, cells });
    } else if (key !== "") {
      lines.set(`\n${lines.size}`, { key: "", cells });
    }
  }
  return lines;
}

function changesOf(old: Line | undefined, { key, cells }: Line, header: readonly string[]): readonly FigureChange[] {
  return cells.flatMap((after, column) => {
    const before = old?.cells[column];
    const change = before === undefined ? null : changeText(before, after);
    const title = header.length === cells.length ? header[column] : undefined;
    return before === undefined || change === null
      ? []
      : [{ place: [key, title].filter(Boolean).join(" "), before, after, change }];
  });
}

type Figure = { readonly value: number; readonly unit: string };

function figureOf(cell: string): Figure | null {
  // Docker writes "310MiB / 2GiB": what is used comes first.
  const [, digits, unit = ""] = /^(-?\d+(?:\.\d+)?) ?([A-Za-zµ%]{0,8})(?: \/ .*)?$/.exec(cell.trim()) ?? [];
  return digits === undefined ? null : { value: Number(digits), unit };
}

function isFigure(cell: string): boolean {
  return figureOf(cell) !== null;
}

function changeText(before: string, after: string): string | null {
  const [old, now] = [figureOf(before), figureOf(after)];
  if (!old || !now) {
    return null;
  }
  const [oldFactor, nowFactor] = [bytesPer[old.unit], bytesPer[now.unit]];
  if (oldFactor !== undefined && nowFactor !== undefined) {
    const [from, to] = [old.value * oldFactor, now.value * nowFactor];
    return withShare(formatBytes(to - from), from, to);
  }
  return old.unit === now.unit ? withShare(plain(now.value - old.value, now.unit), old.value, now.value) : null;
}

function plain(difference: number, unit: string): string {
  const text = String(Number(Math.abs(difference).toPrecision(6)));
  return `${difference < 0 ? "−" : ""}${text}${unit === "" ? "" : ` ${unit}`}`;
}

function withShare(difference: string, from: number, to: number): string {
  if (from === to) {
    return "0";
  }
  const share = Math.round((Math.abs(to - from) / Math.abs(from)) * 100);
  const sign = to > from ? "+" : "−";
  return `${to > from ? "+" : ""}${difference}${from === 0 ? "" : ` (${sign}${share} %)`}`;
}
