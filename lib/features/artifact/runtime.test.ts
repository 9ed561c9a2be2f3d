import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { AppError } from "@/lib/core/kernel/app-error";
import { runLimits } from "@/lib/core/shell/limits";
import { collectFiles } from "./runtime";

function collector(known: readonly string[] = []) {
  const contents = new Map<string, string>();
  const files = collectFiles(new Set(known), {
    put: async (content) => {
      const bytes = content instanceof Uint8Array ? content : new Uint8Array();
      const hash = createHash("sha256").update(bytes).digest("hex");
      contents.set(hash, Buffer.from(bytes).toString("latin1"));
      return { hash, size: bytes.byteLength };
    },
  });
  const keep = (path: string, content: string | Uint8Array = "x", size = 1) =>
    files.keep({ path, size, read: async () => Buffer.from(content) });
  return { keep, files, content: (index: number) => contents.get(files.left().stored[index]?.hash ?? "") };
}

describe("collecting the files of a run", () => {
  it("takes secrets out of text, those that the run has read too, and leaves other bytes alone", async () => {
    const { keep, files, content } = collector(["known-secret-value"]);
    await keep("/work/a.txt", "password: hunter22\nit is known-secret-value\n");
    const binary = new Uint8Array([0, 255, 10, ...Buffer.from("password: hunter22")]);
    await keep("/work/heap.prof", binary);
    expect(content(0)).toBe("password: [secret]\nit is [secret]\n");
    expect(content(1)).toBe(Buffer.from(binary).toString("latin1"));
    expect(files.left().stored.map(({ hiddenSecrets }) => hiddenSecrets)).toEqual([2, 0]);
  });

  it.each([
    "/work/../../x",
    "/etc/passwd",
    "/work/a\0b",
    "/work/a\nb",
    "/work/./a",
    "/work//a",
    "/work",
    `/work/${"x".repeat(1e7)}`,
  ])("refuses the name %j without reading it", async (path) => {
    const { files } = collector();
    await files.keep({ path, size: 1, read: () => Promise.reject(new Error("it was read")) });
    expect(files.left()).toEqual({
      stored: [],
      refused: [{ name: "a file with a hostile name", because: "its name is none that can be kept" }],
    });
  });

  it("holds a run to its number of files and bytes, and says it in a few lines", async () => {
    const { keep, files } = collector();
    await keep("/work/large", "x", runLimits.keptBytes + 1);
    for (let index = 0; index < 1000; index += 1) {
      await keep(`/work/f${index}`);
    }
    const { stored, refused } = files.left();
    expect(stored).toHaveLength(runLimits.keptFiles);
    expect(refused).toHaveLength(21);
    expect(refused[0]).toEqual({ name: "large", because: `a run keeps at most ${runLimits.keptBytes} bytes` });
    expect(refused.at(-1)).toMatchObject({ name: `${1001 - runLimits.keptFiles - 20} more` });
  });

  it("notes a file that is too large or gone, and keeps the next", async () => {
    const { keep, files } = collector();
    await files.keep({
      path: "/work/a",
      size: 1,
      read: () => Promise.reject(new AppError("limit-exceeded", "too large")),
    });
    await keep("/work/b");
    expect(files.left()).toMatchObject({
      stored: [{ path: "/work/b" }],
      refused: [{ name: "a", because: "too large" }],
    });
  });
});
