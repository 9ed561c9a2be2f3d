export type OutputTable = {
  readonly columns: readonly {
    readonly title: string;
    readonly isNumeric: boolean;
    /** Characters. */
    readonly width: number;
  }[];
  readonly rows: readonly (readonly string[])[];
};

const MIN_GAP = 2;

/** Output as tables, one for each part between empty lines; null unless every part is one with aligned columns. */
export function alignedTables(lines: readonly string[]): readonly OutputTable[] | null {
  const parts: string[][] = [[]];
  for (const line of lines) {
    if (line.trim() === "") {
      parts.push([]);
    } else {
      parts.at(-1)?.push(line.trimEnd());
    }
  }
  const tables = parts.filter((part) => part.length > 0).map(tableOf);
  return tables.length > 0 && tables.every((table) => table !== null) ? tables : null;
}

function tableOf([header = "", ...lines]: readonly string[]): OutputTable | null {
  if (lines.length === 0 || !isHeader(header)) {
    return null;
  }
  return byOffsets(header, lines) ?? byWords(header, lines);
}

/** Titles are in capitals, at most with a unit behind: `NAME`, `MEMORY(bytes)`, `%CPU`, `1K-blocks` is not the first. */
function isHeader(line: string): boolean {
  const words = line.trim().split(/\s+/);
  const capitals = words.filter((word) => /^[%A-Z][A-Z0-9%+/_:-]*(?:\([\w.%]+\))?$/.test(word));
  return words.length >= 2 && capitals.length * 2 > words.length;
}

/** Columns as kubectl and docker print them: each begins under its title, at least two blanks after the one before. */
function byOffsets(header: string, lines: readonly string[]): OutputTable | null {
  const starts = [...header.matchAll(/\S+(?: \S+)*/g)].map((match) => match.index);
  const isAligned = (line: string) =>
    starts.every((start) => start === 0 || line.length <= start || /^ /.test(line[start - 1] ?? ""));
  if (starts.length < MIN_GAP || !lines.every(isAligned)) {
    return null;
  }
  const cut = (line: string) => starts.map((start, index) => line.slice(start, starts[index + 1]).trim());
  return tableFrom(cut(header), lines.map(cut));
}

/** Columns as ps and df print them, some of them aligned to the right: as many words as titles, the last takes the rest. */
function byWords(header: string, lines: readonly string[]): OutputTable | null {
  const titles = header.trim().split(/\s+/);
  const pattern = new RegExp(
    `^\\s*${Array(titles.length - 1)
      .fill("(\\S+)\\s+")
      .join("")}(.*)$`,
  );
  const rows = lines.map((line) => pattern.exec(line)?.slice(1));
  if (titles.length < 3 || !rows.every((row) => row !== undefined)) {
    return null;
  }
  const table = tableFrom(titles, rows);
  // Words that happen to be as many as the titles are prose; a table of this kind has figures.
  return table.columns.slice(0, -1).some(({ isNumeric }) => isNumeric) ? table : null;
}

function tableFrom(titles: readonly string[], rows: readonly (readonly string[])[]): OutputTable {
  const columns = titles.map((title, index) => {
    const cells = rows.map((row) => row[index] ?? "");
    const filled = cells.filter((cell) => !isMissing(cell));
    return {
      title,
      isNumeric: filled.length > 0 && filled.every((cell) => amountOf(cell) !== null),
      width: cells.reduce((widest, cell) => Math.max(widest, cell.length), title.length),
    };
  });
  return { columns, rows };
}

function isMissing(cell: string): boolean {
  return cell === "" || cell === "-" || cell === "<none>" || cell === "<unknown>" || cell === "<unset>";
}

const units: Readonly<Record<string, number>> = {
  "": 1,
  "%": 1,
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  B: 1,
  k: 1e3,
  K: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  kB: 1e3,
  KB: 1e3,
  MB: 1e6,
  GB: 1e9,
  TB: 1e12,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  KiB: 2 ** 10,
  MiB: 2 ** 20,
  GiB: 2 ** 30,
  TiB: 2 ** 40,
};
const seconds: Readonly<Record<string, number>> = { y: 31_536_000, d: 86_400, h: 3600, m: 60, s: 1 };

/** What a cell amounts to: `250m`, `1.5Gi`, `73%`, `1/2`, `7 (3m ago)`; ages (`5d3h`) in seconds; null for words. */
export function amountOf(cell: string): number | null {
  const [, digits, unit, rest = ""] = /^(-?\d+(?:\.\d+)?)([A-Za-z%]*)(.*)$/.exec(cell) ?? [];
  if (digits === undefined || unit === undefined) {
    return null;
  }
  if (/^(?:\d+[ydhms])+$/.test(cell) && !/^\d+m$/.test(cell)) {
    return [...cell.matchAll(/(\d+)([ydhms])/g)].reduce(
      (sum, [, count, of = ""]) => sum + Number(count) * (seconds[of] ?? 0),
      0,
    );
  }
  const factor = units[unit];
  return factor !== undefined && /^(?:\/\d+| \(.*\))?$/.test(rest) ? Number(digits) * factor : null;
}

/** Rows by a column, amounts by their size and words by the alphabet; what is missing comes last either way. */
export function sortedRows(
  { columns, rows }: OutputTable,
  by: { readonly column: number; readonly isDescending: boolean },
): OutputTable["rows"] {
  const title = columns[by.column]?.title ?? "";
  const keyed = rows.map((row) => ({ row, key: sortKey(row[by.column] ?? "", isAge(title)) }));
  const direction = by.isDescending ? -1 : 1;
  return keyed.sort((a, b) => compareKeys(a.key, b.key, direction)).map(({ row }) => row);
}

type Key = { readonly cell: string; readonly amount: number | null };

function sortKey(cell: string, isTime: boolean): Key {
  if (isMissing(cell)) {
    return { cell: "", amount: null };
  }
  // `5m` is five thousandths in a column of CPU, and five minutes in one of ages.
  const minutes = isTime ? /^(\d+)m$/.exec(cell)?.[1] : undefined;
  return { cell, amount: minutes === undefined ? amountOf(cell) : Number(minutes) * 60 };
}

function isAge(title: string): boolean {
  return /AGE|DURATION|LAST SEEN|TIME|UPTIME/.test(title);
}

function compareKeys(a: Key, b: Key, direction: number): number {
  if (a.cell === "" || b.cell === "") {
    return Number(a.cell === "") - Number(b.cell === "");
  }
  if (a.amount !== null && b.amount !== null) {
    return direction * (a.amount - b.amount);
  }
  return direction * a.cell.localeCompare(b.cell, "en", { numeric: true });
}
