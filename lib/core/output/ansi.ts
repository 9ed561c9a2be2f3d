/** A colour of the terminal's sixteen by its number, or one of its own as CSS. */
export type AnsiColour = number | string;

/** How text is drawn. The plain look has none of it. */
export type Look = {
  readonly colour?: AnsiColour;
  readonly background?: AnsiColour;
  readonly isBold?: boolean;
  readonly isFaint?: boolean;
  readonly isItalic?: boolean;
  readonly isUnderlined?: boolean;
  readonly isInverse?: boolean;
  readonly isStruck?: boolean;
};

export type Span = {
  readonly text: string;
  readonly look: Look;
  /** Set where a search has found something. */
  readonly mark?: "found" | "current";
};

export const plainLook: Look = {};

const ESC = "\u001B";
const BEL = "\u0007";
// Colours are kept; every other terminal sequence, titles and links among them, is passed over.
const sequence = new RegExp(
  `${ESC}\\[([0-9;:?<=>]*)[ -/]*([@-~])|${ESC}\\][^${BEL}${ESC}]*(?:${BEL}|${ESC}\\\\)|${ESC}[()*+][A-Za-z0-9]|${ESC}[=>78cDEMNOZ]|(?!\\t)\\p{Cc}`,
  "gu",
);
const TAB_CELLS = 8;

/** One line of output as spans of one look each, starting with `look`: as a terminal would have drawn it. */
export function spansOf(line: string, look: Look = plainLook): readonly Span[] {
  const text = expandTabs(afterReturns(line));
  if (!/\p{Cc}/u.test(text)) {
    return text === "" ? [] : [{ text, look }];
  }
  const spans: Span[] = [];
  let current = look;
  let at = 0;
  for (const match of text.matchAll(sequence)) {
    if (match.index > at) {
      spans.push({ text: text.slice(at, match.index), look: current });
    }
    current = match[2] === "m" ? lookAfter(current, match[1] ?? "") : current;
    at = match.index + match[0].length;
  }
  if (at < text.length) {
    spans.push({ text: text.slice(at), look: current });
  }
  return spans;
}

/** What one line of output says, without its colours. */
export function plainText(line: string): string {
  return expandTabs(afterReturns(line)).replace(sequence, "");
}

/** A carriage return inside a line overwrites what stood before it. */
function afterReturns(line: string): string {
  if (!line.includes("\r")) {
    return line;
  }
  const trimmed = line.endsWith("\r") ? line.slice(0, -1) : line;
  return trimmed.slice(trimmed.lastIndexOf("\r") + 1);
}

function expandTabs(line: string): string {
  if (!line.includes("\t")) {
    return line;
  }
  let cells = 0;
  return line
    .split("\t")
    .map((part, index, parts) => {
      cells += part.replace(sequence, "").length;
      const pad = index === parts.length - 1 ? 0 : TAB_CELLS - (cells % TAB_CELLS);
      cells += pad;
      return part + " ".repeat(pad);
    })
    .join("");
}

/** The look after an SGR sequence with these parameters ("1;31", "38;5;208", "38:2::255:0:0"). */
export function lookAfter(look: Look, parameters: string): Look {
  let next = look;
  const codes = withoutColons(parameters).split(";").map(Number);
  while (codes.length > 0) {
    const code = codes.shift() ?? 0;
    if (code === 38 || code === 48) {
      next = withColour(next, code, ownColour(codes));
      codes.splice(0, codes[0] === 2 ? 4 : 2);
    } else {
      next = afterCode(next, code);
    }
  }
  return next;
}

/** "38:2::255:0:0", with a colour space that nobody names, says the same as "38;2;255;0;0". */
function withoutColons(parameters: string): string {
  return parameters.replace(/[34]8:2:\d*:\d+:\d+:\d+/g, (form) => form.replace(/:2:\d*:/, ":2:")).replaceAll(":", ";");
}

/** `[5, n]` is one of 256, `[2, r, g, b]` any colour; anything else is none. */
function ownColour([kind, ...values]: readonly (number | undefined)[]): AnsiColour | undefined {
  const isByte = (value: number | undefined): value is number =>
    value !== undefined && Number.isInteger(value) && value >= 0 && value <= 255;
  const [first, second, third] = values;
  if (kind === 2 && isByte(first) && isByte(second) && isByte(third)) {
    return `rgb(${first} ${second} ${third})`;
  }
  return kind === 5 && isByte(first) ? colourOf256(first) : undefined;
}

function colourOf256(index: number): AnsiColour {
  if (index < 16) {
    return index;
  }
  if (index >= 232) {
    const grey = 8 + (index - 232) * 10;
    return `rgb(${grey} ${grey} ${grey})`;
  }
  const level = (step: number) => (step === 0 ? 0 : 55 + step * 40);
  const cube = index - 16;
  return `rgb(${level(Math.floor(cube / 36))} ${level(Math.floor(cube / 6) % 6)} ${level(cube % 6)})`;
}

function withColour(look: Look, head: 38 | 48, colour: AnsiColour | undefined): Look {
  if (colour === undefined) {
    return look;
  }
  return head === 38 ? { ...look, colour } : { ...look, background: colour };
}

const flags: Readonly<Record<number, Look>> = {
  1: { isBold: true },
  2: { isFaint: true },
  3: { isItalic: true },
  4: { isUnderlined: true },
  7: { isInverse: true },
  9: { isStruck: true },
  22: { isBold: false, isFaint: false },
  23: { isItalic: false },
  24: { isUnderlined: false },
  27: { isInverse: false },
  29: { isStruck: false },
};

function afterCode(look: Look, code: number): Look {
  if (code === 0) {
    return plainLook;
  }
  if (code === 39) {
    const { colour: _gone, ...rest } = look;
    return rest;
  }
  if (code === 49) {
    const { background: _gone, ...rest } = look;
    return rest;
  }
  const colour = basicColour(code % 10, Math.floor(code / 10));
  if (colour !== null) {
    return { ...look, ...colour };
  }
  return { ...look, ...flags[code] };
}

/** 30-37 and 90-97 colour the text, 40-47 and 100-107 its background. */
function basicColour(digit: number, decade: number): Look | null {
  if (digit > 7) {
    return null;
  }
  switch (decade) {
    case 3:
      return { colour: digit };
    case 9:
      return { colour: digit + 8 };
    case 4:
      return { background: digit };
    case 10:
      return { background: digit + 8 };
    default:
      return null;
  }
}
