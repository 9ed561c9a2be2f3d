import { describe, expect, it } from "vitest";
import type { RunLimits } from "@/lib/core/shell/limits";
import type { GivenFile } from "./sandbox-run";
import { bareRequest, bundledSandbox } from "./testing/bundled-sandbox";

const sandbox = bundledSandbox();

const bytes = new Uint8Array(700_001).map((_zero, index) => (index * 11) % 256);
const changedAt = new Date("2026-01-15T03:00:00Z");

type Options = {
  readonly files?: readonly GivenFile[];
  readonly limits?: Partial<RunLimits>;
  readonly signal?: AbortSignal;
};

async function run(script: string, { files = [], limits, signal = new AbortController().signal }: Options = {}) {
  let output = "";
  const left: Record<string, Uint8Array | string> = {};
  const result = await sandbox.run({
    ...bareRequest,
    script,
    signal,
    files,
    ...(limits && { limits }),
    keepFile: async (file) => {
      left[file.path] = await file.read().catch((error: Error) => error.message);
    },
    onOutput: ({ text }) => {
      output += text;
    },
  });
  const texts = Object.fromEntries(
    Object.entries(left).map(([path, content]) => [
      path,
      typeof content === "string" ? content : `${Buffer.from(content)}`,
    ]),
  );
  return { ...result, output, left, texts };
}

function given(path: string, content: Uint8Array) {
  let opened = 0;
  const file: GivenFile = {
    path,
    changedAt,
    read: async () => {
      opened += 1;
      return content;
    },
  };
  return { file, opened: () => opened };
}

describe("files that a script leaves", () => {
  it("are handed over when it ends, also when it failed", async () => {
    const { texts, exitCode } = await run("mkdir -p d; echo a > d/a; echo b > /tmp/b; echo c > ../etc-like; exit 3");
    expect(exitCode).toBe(3);
    expect(texts).toEqual({ "/tmp/b": "b\n", "/work/d/a": "a\n" });
  });

  it("are as they are at the end: not what was removed, no links, no folders", async () => {
    const { texts } = await run("echo a > a; rm a; echo b > b; mv b c; ln -s /etc/passwd link; mkdir empty");
    expect(texts).toEqual({ "/work/c": "b\n" });
  });

  it("are not there when the run was cancelled or came to its deadline", async () => {
    const late = await run("echo a > a; sleep 60", { limits: { liveTimeoutMs: 1_500 } });
    expect([late.ended, late.texts]).toEqual(["deadline", {}]);
  });

  it("that are too large say so, and the rest are kept", async () => {
    const { texts } = await run("seq 1 1000 > large; echo a > small", { limits: { fileBytes: 100 } });
    expect(texts).toEqual({ "/work/large": expect.stringContaining("up to 100 bytes"), "/work/small": "a\n" });
  });
});

describe("files that a script is given", () => {
  it("are fetched when it looks at them, whole, and are none that it left", async () => {
    const one = given("/work/heap.prof", bytes);
    const other = given("/tmp/other", bytes);
    const { output, left } = await run("wc -c < heap.prof; md5sum < heap.prof > /tmp/sum", {
      files: [one.file, other.file],
    });
    expect(output.trim()).toBe("700001");
    expect([one.opened(), other.opened()]).toEqual([1, 0]);
    expect(Object.keys(left)).toEqual(["/tmp/sum"]);
  });

  it("are left again when they are changed or moved, also unread", async () => {
    const file = () => given("/work/a", Buffer.from("old\n")).file;
    expect((await run("echo new >> a", { files: [file()] })).texts).toEqual({ "/work/a": "old\nnew\n" });
    expect((await run("echo new > a", { files: [file()] })).texts).toEqual({ "/work/a": "new\n" });
    expect((await run("mv a b", { files: [file()] })).texts).toEqual({ "/work/b": "old\n" });
    expect((await run("cp a b", { files: [file()] })).texts).toEqual({ "/work/b": "old\n" });
  });

  it("may have any name, also one that others use to keep a folder", async () => {
    const { output, texts } = await run("cat .keep; echo more > /tmp/.keep", {
      files: [given("/work/.keep", Buffer.from("kept\n")).file, given("/tmp/.keep", Buffer.from("")).file],
    });
    expect([output, texts]).toEqual(["kept\n", { "/tmp/.keep": "more\n" }]);
    expect((await run("pwd; ls -A /tmp /work")).output).toBe("/work\n/tmp:\n\n/work:\n");
  });

  it("that cannot be read fail the command that reads them, not the run", async () => {
    const file: GivenFile = { path: "/work/a", changedAt, read: () => Promise.reject(new Error("it is gone")) };
    const { output, ended } = await run("cat a; echo on", { files: [file] });
    expect(ended).toBe("exit");
    expect(output).toMatch(/on\n$/);
  });
});
