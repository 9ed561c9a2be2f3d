import type { OutputPiece } from "@/lib/features/timeline/schema";

export type OutputSpan = { readonly text: string; readonly colour: string; readonly isBold: boolean };
export type OutputLine = { readonly isError: boolean; readonly spans: readonly OutputSpan[] };

const colours: Record<number, string> = {
  31: "text-bad",
  91: "text-bad",
  32: "text-ok",
  92: "text-ok",
  33: "text-warn",
  93: "text-warn",
  34: "text-info",
  94: "text-info",
  35: "text-info",
  95: "text-info",
  36: "text-info",
  96: "text-info",
  90: "text-faint",
};

// Colours are kept; every other terminal sequence is passed over.
const ESC = "\u001B";
const sequence = new RegExp(`${ESC}\\[([0-9;?]*)([A-Za-z])|${ESC}[()][A-Za-z0-9]|${ESC}[=>78]`, "g");

/** Output as lines with their colours. A screen cleared by `watch` starts anew, as it would on a terminal. */
export function outputLines(pieces: readonly OutputPiece[]): readonly OutputLine[] {
  const lines: OutputLine[] = [];
  for (const { stream, text } of joined(pieces)) {
    const whole = text.endsWith("\n") ? text.slice(0, -1) : text;
    for (const line of whole.split("\n")) {
      lines.push({ isError: stream === "stderr", spans: spansOf(afterReturns(line)) });
    }
  }
  return lines;
}

/** Neighbouring pieces of one stream as one text, so that a line cut in two is one line again. */
function joined(pieces: readonly OutputPiece[]): readonly Pick<OutputPiece, "stream" | "text">[] {
  const texts: { stream: OutputPiece["stream"]; parts: string[] }[] = [];
  for (const { stream, text } of pieces) {
    const last = texts.at(-1);
    if (last?.stream === stream) {
      last.parts.push(text);
    } else {
      texts.push({ stream, parts: [text] });
    }
  }
  return texts
    .map(({ stream, parts }) => ({ stream, text: afterLastClear(parts.join("")) }))
    .filter(({ text }) => text !== "");
}

function afterLastClear(text: string): string {
  const at = Math.max(text.lastIndexOf(`${ESC}[2J`), text.lastIndexOf(`${ESC}[H${ESC}[J`));
  return at < 0 ? text : text.slice(at);
}

/** A carriage return inside a line overwrites what stood before it. */
function afterReturns(line: string): string {
  const trimmed = line.endsWith("\r") ? line.slice(0, -1) : line;
  return trimmed.slice(trimmed.lastIndexOf("\r") + 1);
}

function spansOf(line: string): readonly OutputSpan[] {
  const spans: OutputSpan[] = [];
  let look = { colour: "", isBold: false };
  let at = 0;
  for (const match of line.matchAll(sequence)) {
    if (match.index > at) {
      spans.push({ ...look, text: line.slice(at, match.index) });
    }
    look = match[2] === "m" ? lookAfter(look, match[1] ?? "") : look;
    at = match.index + match[0].length;
  }
  if (at < line.length || spans.length === 0) {
    spans.push({ ...look, text: line.slice(at) });
  }
  return spans;
}

type Look = { readonly colour: string; readonly isBold: boolean };

function lookAfter(look: Look, codes: string): Look {
  let next = look;
  for (const code of codes.split(";").map(Number)) {
    if (code === 0) {
      next = { colour: "", isBold: false };
    } else if (code === 1) {
      next = { ...next, isBold: true };
    } else if (code === 39 || colours[code]) {
      next = { ...next, colour: colours[code] ?? "" };
    }
  }
  return next;
}

/** The text alone, to copy. */
export function lineText(line: OutputLine): string {
  return line.spans.map((span) => span.text).join("");
}
