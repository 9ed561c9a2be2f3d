import { spawn, spawnSync } from "node:child_process";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Grant } from "@/lib/core/shell/grant";
import { bareGrant } from "@/lib/core/shell/testing/bare-grant";
import { cutWay } from "../http/testing/cut-way";
import { psqlCommand } from "./psql";
import { type DebianPostgres, findPostgres, startPostgres } from "./testing/debian-postgres";
import { psqlCases, setUpSql } from "./testing/psql-cases";

/** The real psql is the oracle: both ask the same server, and output, errors and exit code are compared. */
const programs = findPostgres();
const grant: Grant = {
  ...bareGrant,
  ceiling: "destructive",
  endpoints: "any",
};

describe.skipIf(programs === null)("psql prints what the real one prints (skipped without Debian's postgresql)", () => {
  let server: DebianPostgres;
  beforeAll(async () => {
    server = await startPostgres(programs ?? "");
    const made = spawnSync("psql", ["-X", "-q", "-v", "ON_ERROR_STOP=1", server.url], {
      input: setUpSql,
      encoding: "utf8",
    });
    expect(made.stderr).toBe("");
  });
  afterAll(() => server.stop());

  async function ours(argv: readonly string[], stdin: string, through: { readonly port: number } = server) {
    const printed = { stdout: "", stderr: "" };
    const exitCode = await psqlCommand({
      resolve: ({ host = "127.0.0.1", port = String(through.port), user = "postgres" }) => ({
        ok: true,
        value: { name: "orders", url: `postgresql://${user}@${host}:${port}/postgres` },
      }),
    }).run(argv, {
      stdin,
      env: { PGHOST: "127.0.0.1", PGPORT: String(through.port), PGUSER: "postgres" },
      grant,
      signal: new AbortController().signal,
      write: (stream, text) => {
        printed[stream] += text;
      },
      readFile: async () => null,
      writeFile: async () => undefined,
    });
    return { exitCode, ...printed };
  }

  function real(argv: readonly string[], stdin: string): Promise<Awaited<ReturnType<typeof ours>>> {
    return new Promise((resolve) => {
      const PGPORT = String(server.port);
      const child = spawn("psql", ["-X", ...argv], {
        env: { ...process.env, PGHOST: "127.0.0.1", PGPORT, PGUSER: "postgres", LC_ALL: "C.UTF-8" },
      });
      const printed = { stdout: "", stderr: "" };
      child.stdout.on("data", (piece) => (printed.stdout += String(piece)));
      child.stderr.on("data", (piece) => (printed.stderr += String(piece)));
      child.on("close", (exitCode) => {
        // getopt names the program as it was found.
        const stderr = printed.stderr.replace(/^\/\S*\/psql: /, "psql: ");
        resolve({ exitCode: exitCode ?? -1, stdout: printed.stdout, stderr });
      });
      // It may end before it reads.
      child.stdin.on("error", () => undefined);
      child.stdin.end(stdin);
    });
  }

  it.each(psqlCases.map((one) => ({ ...one, title: `${one.argv.join(" ")} ${one.stdin ?? ""}`.trim() })))(
    "$title",
    async ({ argv, stdin = "" }) => {
      const plain = ({ stdout, ...printed }: Awaited<ReturnType<typeof ours>>) => ({
        ...printed,
        stdout: stdout.replace(/^Time: \d+\.\d{3} ms$/gm, "Time: N ms"),
      });
      expect(plain(await ours(argv, stdin))).toEqual(plain(await real(argv, stdin)));
    },
  );

  it("ends a statement on the server when the connection under it is cut", async () => {
    const way = await cutWay({ port: server.port });
    const asked = "select pg_sleep(1000)";
    const isRunning = async () =>
      (await real(["-Atc", `select count(*) from pg_stat_activity where query = '${asked}' and state = 'active'`], ""))
        .stdout;
    const running = ours(["-c", asked], "", way);
    await expect.poll(isRunning).toBe("1\n");
    way.drop();
    expect(await running).toEqual({
      exitCode: 2,
      stdout: "",
      stderr: expect.stringContaining("connection to server was lost"),
    });
    await expect.poll(isRunning).toBe("0\n");
    way.close();
  });
});
