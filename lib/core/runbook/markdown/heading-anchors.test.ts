import { describe, expect, it } from "vitest";
import { parseRunbook } from "../parse-runbook";
import { sectionsByAnchor } from "./heading-anchors";

const anchorsOf = (source: string) => {
  const { sections } = parseRunbook({ source, path: "x.md" });
  return [...sectionsByAnchor(sections)];
};

describe("the anchors of a document's headings", () => {
  it("are those that its links name, whatever the section's id is", () => {
    expect(anchorsOf("# Memory\n\n## 2. Look: the pods!\n\n### Prävention & Co\n").map(([anchor]) => anchor)).toEqual([
      "memory",
      "2-look-the-pods",
      "prävention--co",
    ]);
  });

  it("are numbered where a title repeats, each with its own section", () => {
    const anchors = anchorsOf("# A\n\n## Fix\n\n## Other\n\n## Fix\n");
    expect(anchors.map(([anchor]) => anchor)).toEqual(["a", "fix", "other", "fix-1"]);
    expect(new Set(anchors.map(([, id]) => id)).size).toBe(4);
  });
});
