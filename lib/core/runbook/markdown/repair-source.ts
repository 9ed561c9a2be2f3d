import { fenceAfter } from "./split-document";

/** What had to be done to a text, in words, and the first line of it where. */
export type SourceRepair = { readonly said: string; readonly line: number };
/** Source text that can be parsed. */
export type RepairedSource = { readonly text: string; readonly repairs: readonly SourceRepair[] };

type Repair = { say(text: string): string; apply(text: string): string };

/** Code points 0x80-0xFF of Mac Roman, the encoding that turns an emoji into `üö®`. */
const MAC_ROMAN =
  "ÄÅÇÉÑÖÜáàâäãåçéèêëíìîïñóòôöõúùûü†°¢£§•¶ß®©™´¨≠ÆØ∞±≤≥¥µ∂∑∏π∫ªºΩæø¿¡¬√ƒ≈∆«»…\u00a0ÀÃÕŒœ–—“”‘’÷◊ÿŸ⁄€‹›ﬁﬂ‡·‚„‰ÂÊÁËÈÍÎÏÌÓÔ\uf8ffÒÚÛÙıˆ˜¯˘˙˚¸˝˛ˇ";
/** Code points 0x80-0x9F of Windows-1252; 0xA0-0xFF are Latin-1's own. */
const WINDOWS_1252 = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ";

const latin1 = Array.from({ length: 96 }, (_, index) => String.fromCodePoint(0xa0 + index)).join("");
const macBytes = bytesOf(MAC_ROMAN);
const windowsBytes = bytesOf(WINDOWS_1252 + latin1);

const repairs: readonly Repair[] = [
  { say: () => "removed a byte order mark", apply: (text) => text.replace(/^\uFEFF/, "") },
  { say: nulBytes, apply: (text) => text.replaceAll("\u0000", "") },
  { say: () => "turned CRLF line ends into LF", apply: (text) => text.replace(/\r\n?/g, "\n") },
  {
    say: () => "closed fences that a tutorial marks with {{exec}}",
    apply: (text) => text.replace(/^([ \t]*(?:`{3,}|~{3,}))\{\{(?:exec|execute|copy)\b[^}\n]*\}\}[ \t]*$/gm, "$1"),
  },
  { say: () => "put a space behind the # of headings", apply: spacedHeadings },
  { say: () => "repaired text that was UTF-8 read as Mac Roman", apply: (text) => redecode(text, macBytes) },
  { say: () => "repaired text that was UTF-8 read as Windows-1252", apply: (text) => redecode(text, windowsBytes) },
];

/** Repairs encoding damage and line ends. Line numbers stay as they are. */
export function repairSource(source: string): RepairedSource {
  let text = source;
  const done: SourceRepair[] = [];
  for (const { say, apply } of repairs) {
    const repaired = apply(text);
    if (repaired !== text) {
      done.push({ said: say(text), line: firstDifference(text, repaired) });
      text = repaired;
    }
  }
  return { text, repairs: done };
}

/** "##Checks" was meant as a heading. A single # may be a tag or a channel, but for the first line of a document. */
function spacedHeadings(text: string): string {
  if (!/^#{1,6}\p{L}/mu.test(text)) {
    return text;
  }
  let fence: string | null = null;
  let isFirst = true;
  return text
    .split("\n")
    .map((line) => {
      fence = fenceAfter(line, fence);
      const heading = isFirst ? /^(#{1,6})(?=\p{L})/u : /^(#{2,6})(?=\p{L})/u;
      isFirst &&= line.trim() === "";
      return fence === null ? line.replace(heading, "$1 ") : line;
    })
    .join("\n");
}

function nulBytes(text: string): string {
  const count = text.split("\u0000").length - 1;
  return count === 1 ? "removed a NUL byte" : `removed ${count} NUL bytes`;
}

/** The line of the first character in which they differ, from 1. */
function firstDifference(before: string, after: string): number {
  let line = 1;
  for (let at = 0; at < before.length && before[at] === after[at]; at += 1) {
    if (before[at] === "\n") {
      line += 1;
    }
  }
  return line;
}

function bytesOf(letters: string): ReadonlyMap<string, number> {
  return new Map([...letters].map((letter, index) => [letter, 0x80 + index]));
}

const decoder = new TextDecoder("utf-8", { fatal: true });

/** What damaged text was: signs, emoji and Latin letters, or whole words of another script. */
const signs = /^(?:[\u00a0-\u017f\u2000-\u2bff\u3000-\u303f\u{1f000}-\u{1faff}\u{e0020}-\u{e007f}]|\ufe0f)+$/u;
const words =
  /^(?:[\p{Script=Cyrillic}]{3,}|[\p{Script=Greek}]{3,}|[\p{Script=Arabic}]{3,}|[\p{Script=Hebrew}]{3,}|[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u3000-\u303f\uff00-\uffef]{2,})$/u;

/** "l’état" and "É…" would be valid UTF-8 too, of letters that nobody wrote. */
function isLikely(decoded: string, run: string): boolean {
  const isTypography = /^[\p{L}][‘’“”…–—]$/u.test(run) && !/^[ÂÃâ]/.test(run);
  return !isTypography && (signs.test(decoded) || words.test(decoded));
}

/** Each run of damaged letters is taken back to bytes; only a run that is valid UTF-8 and makes sense is changed. */
function redecode(text: string, bytes: ReadonlyMap<string, number>): string {
  return text.replace(/[\u0080-\uffff]{2,}/g, (run) => {
    const values = [...run].map((letter) => bytes.get(letter));
    if (values.some((value) => value === undefined)) {
      return run;
    }
    try {
      const decoded = decoder.decode(Uint8Array.from(values.map((value) => value ?? 0)));
      return isLikely(decoded, run) ? decoded : run;
    } catch (error) {
      if (error instanceof TypeError) {
        return run;
      }
      throw error;
    }
  });
}
