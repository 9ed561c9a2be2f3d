import { describe, expect, it } from "vitest";
import { OutputRows } from "./output-rows";
import { OutputText } from "./output-text";

const ESC = "\u001B";

function textOf(...parts: readonly string[]): OutputText {
  const text = new OutputText();
  text.append(parts.map((part) => ({ stream: "stdout", text: part })));
  return text;
}
const lines = (text: OutputText) => Array.from({ length: text.count }, (_, line) => text.plain(line));

describe("output as lines", () => {
  it("joins a line that came in many pieces", () => {
    expect(lines(textOf("NAME  R", "E", "ADY\nnlp-0 1/1\n"))).toEqual(["NAME  READY", "nlp-0 1/1"]);
  });

  it("keeps empty lines inside the output and none after it", () => {
    expect(lines(textOf("a\n\nb\n"))).toEqual(["a", "", "b"]);
    expect(lines(textOf("a\n", "\n", "b"))).toEqual(["a", "", "b"]);
  });

  it("is the same however it is cut", () => {
    const whole = `one\n\n${ESC}[31mred\nstill red${ESC}[0m\n\tlast äöü`;
    const reference = textOf(whole);
    for (let cut = 1; cut < whole.length; cut += 1) {
      const text = textOf(whole.slice(0, cut), whole.slice(cut));
      expect(lines(text)).toEqual(lines(reference));
      expect([0, 1, 2, 3, 4].map((line) => text.spans(line))).toEqual(
        [0, 1, 2, 3, 4].map((line) => reference.spans(line)),
      );
      expect([0, 1, 2, 3, 4].map((line) => text.cells(line))).toEqual([3, 0, 3, 9, 16]);
    }
  });

  it("starts a line of its own for the other stream", () => {
    const text = textOf("half");
    text.append([{ stream: "stderr", text: "denied\n" }]);
    text.append([{ stream: "stdout", text: "rest\n" }]);
    expect(lines(text)).toEqual(["half", "denied", "rest"]);
    expect([0, 1, 2].map((line) => text.isError(line))).toEqual([false, true, false]);
    expect(text.all("stdout")).toBe("halfrest\n");
  });

  it("carries a colour on to the next lines", () => {
    const text = textOf(`${ESC}[31mred\nstill red${ESC}[0m\nplain\n`);
    expect(text.spans(1)).toEqual([{ text: "still red", look: { colour: 1 } }]);
    expect(text.spans(2)).toEqual([{ text: "plain", look: {} }]);
  });

  it("starts anew when the screen is cleared", () => {
    const text = textOf(`${ESC}[H${ESC}[Jold\n`, `${ESC}[H${ESC}[Jnew\n`);
    expect(lines(text)).toEqual(["new"]);
    expect(text.clearings).toBe(2);
  });

  it("lets the last line grow", () => {
    const text = textOf("a\nb");
    expect(text.spans(1)).toEqual([{ text: "b", look: {} }]);
    text.append([{ stream: "stdout", text: "c" }]);
    expect(text.spans(1)).toEqual([{ text: "bc", look: {} }]);
  });

  it("has no line outside its lines", () => {
    expect(textOf("a\n").raw(1)).toBe("");
    expect(textOf().count).toBe(0);
  });
});

describe("rows of a width", () => {
  it("wraps by cells, and finds lines and rows from each other", () => {
    const text = textOf("0123456789\n\nshort\n漢字漢字\n");
    const rows = new OutputRows(text, 4);
    expect(rows.count).toBe(3 + 1 + 2 + 2);
    expect(Array.from({ length: rows.count }, (_, row) => rows.at(row))).toEqual([
      { line: 0, part: 0 },
      { line: 0, part: 1 },
      { line: 0, part: 2 },
      { line: 1, part: 0 },
      { line: 2, part: 0 },
      { line: 2, part: 1 },
      { line: 3, part: 0 },
      { line: 3, part: 1 },
    ]);
    expect([0, 1, 2, 3].map((line) => rows.rowOf(line))).toEqual([0, 3, 4, 6]);
  });

  it("counts what came since, and the line that grew", () => {
    const text = textOf("ab");
    const rows = new OutputRows(text, 4);
    expect(rows.count).toBe(1);
    text.append([{ stream: "stdout", text: "cdef\nx\n" }]);
    expect(rows.count).toBe(3);
  });

  it("has a row a line without wrapping", () => {
    const rows = new OutputRows(textOf("0123456789\nx\n"), 0);
    expect(rows.count).toBe(2);
    expect(rows.at(1)).toEqual({ line: 1, part: 0 });
  });
});
