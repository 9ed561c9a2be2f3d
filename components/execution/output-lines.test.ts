import { describe, expect, it } from "vitest";
import type { OutputPiece } from "@/lib/features/timeline/schema";
import { lineText, outputLines } from "./output-lines";

function out(...texts: readonly string[]): readonly OutputPiece[] {
  return texts.map((text, index) => ({ seq: index + 1, stream: "stdout", text }));
}
const texts = (pieces: readonly OutputPiece[]) => outputLines(pieces).map(lineText);

describe("output as lines", () => {
  it("joins a line that came in two pieces", () => {
    expect(texts(out("NAME  REA", "DY\nnlp-0 1/1\n"))).toEqual(["NAME  READY", "nlp-0 1/1"]);
  });

  it("keeps empty lines inside the output and none after it", () => {
    expect(texts(out("a\n\nb\n"))).toEqual(["a", "", "b"]);
  });

  it("marks the lines of standard error", () => {
    const lines = outputLines([...out("ok\n"), { seq: 2, stream: "stderr", text: "denied\n" }]);
    expect(lines.map((line) => line.isError)).toEqual([false, true]);
  });

  it("keeps colours and drops the other terminal sequences", () => {
    const [line] = outputLines(out("\u001B[K\u001B[1;31mOOMKilled\u001B[0m 137\n"));
    expect(line?.spans).toEqual([
      { text: "OOMKilled", colour: "text-bad", isBold: true },
      { text: " 137", colour: "", isBold: false },
    ]);
  });

  it("shows a progress line as it ends", () => {
    expect(texts(out("10%\r50%\r100%\n"))).toEqual(["100%"]);
  });

  it("shows the last screen of a watch", () => {
    expect(texts(out("\u001B[H\u001B[Jold\n", "\u001B[H\u001B[Jnew\n"))).toEqual(["new"]);
  });

  it("is empty without output", () => {
    expect(outputLines([])).toEqual([]);
  });
});
