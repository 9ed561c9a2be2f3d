import { describe, expect, it } from "vitest";
import { commandPieces, commandText, literalTemplate, openParameters, shellWord } from "./render-command";

const script = "kubectl logs <pod> -n sie --since=$SINCE <pod>";
const template = {
  script,
  parameters: [
    { name: "since", spans: [{ start: 34, end: 40 }] },
    {
      name: "pod",
      spans: [
        { start: 13, end: 18 },
        { start: 41, end: 46 },
      ],
    },
  ],
};

describe("a command with parameters", () => {
  it("keeps every character of the script", () => {
    const pieces = commandPieces(template, {});
    expect(pieces.map((piece) => (piece.kind === "text" ? piece.text : piece.written)).join("")).toBe(script);
  });

  it("puts a value in every place its parameter is used", () => {
    expect(commandText(template, { pod: "nlp-0", since: "5m" })).toBe("kubectl logs nlp-0 -n sie --since=5m nlp-0");
  });

  it("leaves what is open as it is written", () => {
    expect(commandText(template, { pod: "nlp-0", since: "" })).toContain("--since=$SINCE");
  });

  it("names what is still open", () => {
    expect(openParameters(template, { pod: "nlp-0", since: " " })).toEqual(["since"]);
  });

  it.each([
    ["nlp-0", "nlp-0"],
    ["a b", "'a b'"],
    ["x; rm -rf /", "'x; rm -rf /'"],
    ["it's", `'it'\\''s'`],
  ])("writes %s as the shell word %s", (value, word) => {
    expect(shellWord(value)).toBe(word);
  });

  it("writes the namespace where it is left out, and parameters stay where they belong", () => {
    const script = "kubectl logs <pod>; kubectl top <pod>";
    const spans = [...script.matchAll(/<pod>/g)].map(({ index }) => ({ start: index, end: index + 5 }));
    const literal = literalTemplate({ script, parameters: [{ name: "pod", spans }] }, [7, 27], "sie");
    expect(commandText(literal, { pod: "web-1" })).toBe("kubectl -n sie logs web-1; kubectl -n sie top web-1");
  });
});
