/** A text whose fenced blocks are emptied, so that no parser looks at what is in them. */
export type MaskedText = {
  readonly text: string;
  /** The number that each line of it has in the whole text; the first is at index 0, and both count from 1. */
  readonly lineNumbers: readonly number[];
  /** What was taken out, by the line of the emptied text that opens the fence. */
  readonly contents: ReadonlyMap<number, string>;
};

const opening = /^(`{3,}|~{3,})(.*)$/;

/**
 * Empties the closed fences that begin a line: what is in them is not Markdown, and most of a runbook is in them. Whether a
 * line that looks like a fence is one is for the Markdown parser to say.
 */
export function maskFences(text: string): MaskedText {
  const lines = text.split("\n");
  const kept: string[] = [];
  const lineNumbers: number[] = [];
  const contents = new Map<number, string>();
  const keep = (index: number) => {
    kept.push(lines[index] ?? "");
    lineNumbers.push(index + 1);
  };
  for (let index = 0; index < lines.length; index += 1) {
    keep(index);
    const end = closingOf(lines, index);
    if (end !== null) {
      contents.set(kept.length, lines.slice(index + 1, end).join("\n"));
      keep(end);
      index = end;
    }
  }
  return { text: kept.join("\n"), lineNumbers, contents };
}

/** The line that closes the fence which a line opens; null when it opens none, or one that is never closed. */
function closingOf(lines: readonly string[], at: number): number | null {
  const [, marks = "", info = ""] = opening.exec(lines[at] ?? "") ?? [];
  const mark = marks[0];
  if (mark === undefined || (mark === "`" && info.includes("`"))) {
    return null;
  }
  for (let index = at + 1; index < lines.length; index += 1) {
    const line = lines[index] ?? "";
    const close = line.trim();
    const isClosing = close.length >= marks.length && close === mark.repeat(close.length) && !/^ {4}|\t/.test(line);
    if (isClosing) {
      return index;
    }
  }
  return null;
}
