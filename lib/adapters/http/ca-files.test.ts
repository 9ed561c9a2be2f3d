import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, it } from "vitest";
import { listedCaFiles } from "./ca-files";

it("reads what is listed under a name, and no other file of this machine", async () => {
  const folder = mkdtempSync(path.join(tmpdir(), "headroom-ca-"));
  const file = path.join(folder, "corp.pem");
  writeFileSync(file, "certificate");
  const caFile = listedCaFiles({ "/etc/ssl/corp.pem": file, gone: path.join(folder, "gone") });
  expect(String(await caFile("/etc/ssl/corp.pem"))).toBe("certificate");
  expect(await caFile(file)).toBeNull();
  expect(await caFile("constructor")).toBeNull();
  await expect(caFile("gone")).rejects.toThrow(
    "The file that caFiles in the configuration names for gone cannot be read.",
  );
  rmSync(folder, { recursive: true });
});
