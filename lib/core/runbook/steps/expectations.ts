import { findQuantities, findThreshold } from "../quantities";
import type { Expectation, ExpectationCheck } from "../runbook";
import type { LineRange, Quantity } from "../source";

const expected =
  /^(?:expected|expect|should|look for|success|healthy|normal|target|ok if|done when|pass(?:es)? (?:if|when)|you should see)\b|^(?:预期|期望|期待|应该|应为|예상|erwartet|se espera|(?:resultado|salida|saída) esperad|résultat attendu|ожида)|\bshould (?:not )?(?:be|show|return|stabili[sz]e|drop|see|grow|increase|stay|remain|fall|print|contain)\b/i;

const seen = /\b(?:see|shows?|returns?|contains?|outputs?|prints?|be|reads?|status|result|expected?)\b/i;

/**
 * What a line says should be seen; null when it says nothing of the kind. `codes` are the pieces of inline code in it:
 * the only one of a line is the text to look for.
 */
export function expectationOf(text: string, lines: LineRange, codes: readonly string[] = []): Expectation | null {
  if (!expected.test(text.trim())) {
    return null;
  }
  const check = comparisonIn(text) ?? thresholdIn(text) ?? wordsIn(text, codes);
  return check ? { text, lines, check } : { text, lines };
}

/** What an item under "Expected:" says should be seen; its only piece of code is the text to look for. */
export function listedExpectation(text: string, lines: LineRange, codes: readonly string[]): Expectation {
  const [only, ...more] = codes;
  const isShown = only !== undefined && more.length === 0 && !/\bnot?\b|n't\b/i.test(text);
  const check: ExpectationCheck | null =
    comparisonIn(text) ?? thresholdIn(text) ?? (isShown ? { kind: "contains", text: only } : null);
  return { text, lines, ...(check && { check }) };
}

/** What front matter says should be seen: figures are compared, words in quotes or a single word are looked for. */
export function statedExpectation(text: string, lines: LineRange): Expectation {
  const check = comparisonIn(text) ?? thresholdIn(text) ?? wordsIn(`expected: ${text}`, []);
  return { text, lines, ...(check && { check }), from: "front-matter" };
}

/** "should not grow by more than 100 MB in 60 s", "should stabilise within 10 %": two looks, compared. */
function comparisonIn(text: string): ExpectationCheck | null {
  const isOverTime = /increas|grow|climb|stabili[sz]|stay|remain/i.test(text);
  const growth = isOverTime ? findQuantities(text).find(isComparable) : undefined;
  return growth === undefined
    ? null
    : {
        kind: "comparison",
        growth,
        ...(growth.windowSeconds !== undefined && { windowSeconds: growth.windowSeconds }),
      };
}

function isComparable({ unit, comparator }: Quantity): boolean {
  return unit === "bytes" || unit === "bytes-per-second" || (unit === "ratio" && comparator !== undefined);
}

function thresholdIn(text: string): ExpectationCheck | null {
  const quantity = findThreshold(text);
  return quantity && { kind: "threshold", quantity };
}

/** `You should see "Running"`, `Expected: PONG`: the words to look for. */
function wordsIn(text: string, codes: readonly string[]): ExpectationCheck | null {
  const [, token] = /^expected(?: (?:output|result|response))?:\s*(\S{2,60})$/i.exec(text.trim()) ?? [];
  const quoted = [...text.matchAll(/["“`]([^"”`]{2,60})["”`]/g)].map(([, words = ""]) => words);
  const [only, ...more] = codes.length > 0 ? codes : quoted;
  const isShown = only !== undefined && more.length === 0 && seen.test(text) && !/\bnot?\b|n't\b/i.test(text);
  const found = isShown ? only : token;
  return found === undefined ? null : { kind: "contains", text: found };
}
