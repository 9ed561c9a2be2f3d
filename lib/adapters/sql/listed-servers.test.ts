import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { databasePasswords, postgresSection } from "@/lib/adapters/config/databases";
import { listedPostgres } from "./listed-servers";

const servers = postgresSection.parse([
  { name: "reading", hosts: ["db", "db:5433"], url: "postgresql://reader:first-secret@10.0.0.5/app" },
  { name: "admin", hosts: ["db"], users: ["nova_admin"], url: "postgresql://boss:second-secret@10.0.0.5/app" },
  { name: "other-port", hosts: ["db2:5433"], url: "postgresql://x@10.0.0.6:5433/app" },
]);
const resolve = listedPostgres(servers);
const name = (place: Parameters<typeof resolve>[0]) => {
  const found = resolve(place);
  return found.ok ? found.value.name : found.error;
};

describe("listedPostgres", () => {
  it("finds the entry by host, by port, and first by the user that it stands for", () => {
    expect(name({ host: "db" })).toBe("reading");
    expect(name({ host: "db", user: "anybody" })).toBe("reading");
    expect(name({ host: "db", user: "nova_admin" })).toBe("admin");
    expect(name({ host: "db2", port: "5433" })).toBe("other-port");
  });

  it("refuses what is not listed with the line to add, and a command without a host", () => {
    expect(name({ host: "db2" })).toContain('refused: db2 is not listed; add it to "hosts"');
    expect(name({ host: "evil.example.com", user: "x", password: "y" })).toContain(
      "evil.example.com as x is not listed",
    );
    expect(name({})).toContain("say which server is meant");
  });

  it("takes the password from a file, and tells every password to the scrubber", () => {
    const folder = mkdtempSync(path.join(tmpdir(), "headroom-password-"));
    writeFileSync(path.join(folder, "password"), "from a file/@\n");
    const [server] = postgresSection.parse([
      { name: "filed", hosts: ["db"], url: "postgresql://app@h/app", passwordFile: path.join(folder, "password") },
    ]);
    const listed = server ? [server] : [];
    const found = listedPostgres(listed)({ host: "db" });
    expect(found.ok && decodeURIComponent(new URL(found.value.url).password)).toBe("from a file/@");
    expect(databasePasswords([...servers, ...listed])).toEqual(["first-secret", "second-secret", "from a file/@"]);
    rmSync(folder, { recursive: true });
    expect(() => listedPostgres(listed)({ host: "db" })).toThrow("passwordFile of filed");
  });
});
