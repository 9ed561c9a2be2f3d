import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { readTar, writeTar } from "./tar";

const folder = mkdtempSync(path.join(tmpdir(), "headroom-tar-"));
const longName = `${"deep/".repeat(30)}heap.prof`;

describe("tar", () => {
  afterAll(() => rmSync(folder, { recursive: true }));

  it.each(["gnu", "pax", "ustar"])("reads what tar writes (%s)", (format) => {
    const bytes = Uint8Array.from({ length: 1500 }, (_, index) => index % 256);
    writeFileSync(path.join(folder, "heap.prof"), bytes);
    const name = format === "ustar" ? "heap.prof" : longName;
    const archive = execFileSync("tar", [
      "cf",
      "-",
      `--format=${format}`,
      `--transform=s,heap.prof,${name},`,
      "-C",
      folder,
      "heap.prof",
    ]);
    expect(readTar(archive).map((file) => [file.name, [...file.bytes]])).toEqual([[name, [...bytes]]]);
  });

  it.each(["heap.prof", "x".repeat(100), "y".repeat(140)])("writes what tar reads: %s", (name) => {
    const bytes = new TextEncoder().encode("twelve bytes");
    execFileSync("tar", ["xf", "-", "-C", folder], { input: writeTar({ name, bytes }, 1_700_000_000) });
    expect(readFileSync(path.join(folder, name), "utf8")).toBe("twelve bytes");
  });

  it("refuses a damaged header", () => {
    expect(() => readTar(new TextEncoder().encode("no archive at all".repeat(40)))).toThrow("damaged");
  });
});
