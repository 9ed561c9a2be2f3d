import { execFileSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { isDeepStrictEqual } from "node:util";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { REAL_COMPOSE } from "@/lib/adapters/docker/testing/real-compose";
import { create } from "@/lib/adapters/kubernetes/kubectl/differential/manifest";
import { makePods, makeWorkloads } from "@/lib/adapters/kubernetes/kubectl/differential/named-workloads";
import { isReferenceAtHand, testCluster } from "@/lib/adapters/kubernetes/kubectl/differential/programs";
import { startStandingCluster } from "@/lib/adapters/kubernetes/kubectl/differential/standing-cluster";
import { type DebianRedis, hasRedis, startRedis } from "@/lib/adapters/redis/testing/debian-redis";
import { createSandbox, type Sandbox } from "@/lib/adapters/sandbox/sandbox";
import { type DebianPostgres, findPostgres, startPostgres } from "@/lib/adapters/sql/testing/debian-postgres";
import { riskOf } from "@/lib/core/shell/risk/risk-of";
import { bundle } from "../../../scripts/bundle.mjs";
import { grantFor, nativeCommands } from "./runtime";
import { type BlockCase, blockCases } from "./testing/block-cases";
import { composeProject, sshSection, startContainers, startService } from "./testing/block-world";
import { type RealPlaces, runRealBash, type Said } from "./testing/real-bash";

const seeds = process.env["SEEDS_DIR"] ?? path.resolve("../shared/seeds");
const {
  TEST_KUBECONFIG: kubeconfig,
  TEST_PROMETHEUS_URL: prometheus,
  TEST_DOCKER_HOST: dockerHost,
  TEST_SSH_SERVER: sshServer,
} = process.env;
const postgresPrograms = findPostgres();
const canRun =
  [kubeconfig, prometheus, dockerHost, sshServer, postgresPrograms].every(Boolean) &&
  hasRedis &&
  isReferenceAtHand() &&
  existsSync(REAL_COMPOSE);

const run = randomUUID().slice(0, 8);
/** Changes are made once by each side, in a namespace and on a database of its own; what reads looks at ours. */
const ours = `headroom-${run}-a`;
const theirs = `headroom-${run}-b`;
const cases = existsSync(seeds) ? blockCases(seeds, ours) : [];
const of = (kind: BlockCase["kind"]) => cases.filter((one) => one.kind === kind);
const isReading = ({ script }: BlockCase) => riskOf(script).risk === "read";

/** How long something that goes on is looked at. */
const LIVE_MS = 1_500;

const setUpSql = `
create role nova_admin login superuser; create role nova_user login; create database nova_streaming;
create table streams (id int, status text);
insert into streams select n, case when n % 3 = 0 then 'active' else 'ended' end from generate_series(1, 60) n;`;

describe.skipIf(!canRun || cases.length === 0)(
  "what the originals run (SEEDS_DIR, TEST_KUBECONFIG, Docker, sshd, PostgreSQL, Redis)",
  { timeout: 90_000 },
  () => {
    const connection = testCluster(kubeconfig);
    const folder = mkdtempSync(path.join(tmpdir(), "headroom-blocks-"));
    const stops: (() => unknown)[] = [];
    let sandbox: Sandbox;
    let standing: Awaited<ReturnType<typeof startStandingCluster>>;
    let service: Awaited<ReturnType<typeof startService>>;
    let redis: DebianRedis;
    let postgres: { readonly ours: DebianPostgres; readonly theirs: DebianPostgres };

    beforeAll(async () => {
      await bundle(["dist/sandbox-child.mjs"]);
      const childPath = fileURLToPath(new URL("../../../dist/sandbox-child.mjs", import.meta.url));
      sandbox = createSandbox({ childPath, warm: 2 });
      const namespaces = [ours, theirs].map((name) => ({ apiVersion: "v1", kind: "Namespace", metadata: { name } }));
      await create(connection, namespaces, "");
      await Promise.all([
        makeWorkloads(connection, ours),
        makeWorkloads(connection, theirs),
        makePods(connection, ours),
      ]);
      service = await startService();
      const [first, second] = [
        await startPostgres(postgresPrograms ?? ""),
        await startPostgres(postgresPrograms ?? ""),
      ];
      postgres = { ours: first, theirs: second };
      for (const { url } of [first, second]) {
        execFileSync("psql", ["-q", "-v", "ON_ERROR_STOP=1", "-d", url], { input: setUpSql });
      }
      redis = await startRedis();
      standing = await startStandingCluster(connection);
      stops.push(standing.close, service.close, startContainers(dockerHost ?? ""), first.stop, second.stop, redis.stop);
      configure(service.url);
      await vi.waitFor(async () => {
        const { text } = await connection.request({ method: "GET", path: `/api/v1/namespaces/${ours}/pods` });
        expect(text).not.toContain('"phase":"Pending"');
      }, 60_000);
    }, 180_000);

    afterAll(async () => {
      await Promise.all(stops.map((stop) => stop()));
      await sandbox.close();
      for (const name of [ours, theirs]) {
        await connection.request({ method: "DELETE", path: `/api/v1/namespaces/${name}` });
      }
      rmSync(folder, { recursive: true, force: true });
    }, 60_000);

    function configure(service: string): void {
      writeFileSync(path.join(folder, "docker-compose.yml"), composeProject.file);
      const file = path.join(folder, "headroom.yaml");
      writeFileSync(
        file,
        `clusters:
  - { name: test, kubeconfig: ${kubeconfig}, prometheusUrl: "${prometheus}" }
  - { name: standing, kubeconfig: ${standing.kubeconfigPath} }
hosts: { api.nova-social.io: "${service}", api.claude.ai: "${service}", "103.54.153.248:3001": "${service}" }
docker: [{ name: local, socket: ${dockerHost?.replace("unix://", "")}, isDefault: true }]
postgres:
  - name: nova
    hosts: [prod-db.nova-social.io]
    users: [nova_admin, nova_user]
    url: postgresql://nova_admin@127.0.0.1:${postgres.ours.port}/postgres
redis: [{ name: cache, hosts: [127.0.0.1], url: "redis://127.0.0.1:${redis.port}" }]
${sshSection(sshServer ?? "")}`,
      );
      vi.stubEnv("HEADROOM_CONFIG", file);
      vi.stubEnv("HEADROOM_SECRET", "s".repeat(40));
      vi.stubEnv("HEADROOM_DATA", path.join(folder, "data"));
    }

    /** Runs a script as the server does, with the grant that its own text gives it. */
    async function runOurs({ script: written, pod, isOfTheMoment }: BlockCase, forMs = 60_000) {
      // The host of the tests has another address than the one that its own document calls it by.
      const script = written.startsWith("ssh ")
        ? written.replaceAll("http://103.54.153.248:3001", service.url)
        : written;
      const said = { stdout: "", stderr: "" };
      const planned = {
        runId: randomUUID(),
        script,
        risk: riskOf(script).risk,
        cluster: isOfTheMoment ? "standing" : "test",
        namespace: ours,
        variables: {},
        podTarget: { ref: `pod/${pod}`, container: null },
      };
      const { exitCode, ended } = await sandbox.run({
        script,
        variables: {},
        commands: nativeCommands(planned, () => undefined),
        grant: grantFor(planned, { kind: "system", name: "test" }),
        signal: AbortSignal.timeout(forMs),
        onOutput: ({ stream, text }) => {
          said[stream] += text;
        },
      });
      return { exitCode, ended, ...said };
    }

    /** What ours and the real programs say. Where both look at one world, it stood still if they differ. */
    async function bothSides(block: BlockCase, tries = 5): Promise<{ readonly ours: Said; readonly real: Said }> {
      const { typed, isShared, isVolatile, isOfTheMoment } = block;
      const askReal = async () => {
        const said = await runRealBash(isShared ? typed : typed.replaceAll(ours, theirs), {
          ...places(isShared),
          ...(isOfTheMoment && { kubeconfig: standing.kubeconfigPath }),
        });
        return comparable(said, isVolatile);
      };
      const real = await askReal();
      const { exitCode, stdout, stderr } = await runOurs(block);
      const sides = { ours: comparable({ exitCode, stdout, stderr }, isVolatile), real };
      const isSettled = !isShared || tries === 1 || isDeepStrictEqual(sides.ours, real);
      return isSettled || isDeepStrictEqual(await askReal(), real) ? sides : bothSides(block, tries - 1);
    }

    function places(isShared: boolean): RealPlaces {
      return {
        env: process.env,
        kubeconfig: kubeconfig ?? "",
        namespace: isShared ? ours : theirs,
        postgresPort: postgres.theirs.port,
        redisPort: redis.port,
        dockerHost: dockerHost ?? "",
        composeFile: path.join(folder, "docker-compose.yml"),
        composeProject: composeProject.name,
      };
    }

    const expectAlike = async (block: BlockCase) => {
      const sides = await bothSides(block);
      expect(sides.ours).toEqual(sides.real);
    };
    const compared = of("compared").filter(({ isOfTheMoment }) => !isOfTheMoment);

    it.concurrent.each(compared.filter(isReading))("as the real programs read: $name", expectAlike);
    it.each(compared.filter((block) => !isReading(block)))("as the real programs do: $name", expectAlike);

    it.concurrent.each(of("live"))("until it is ended: $name", async (block) => {
      const { ended, stderr } = await runOurs(block, LIVE_MS);
      expect(ended).toBe("cancelled");
      expect(stderr).not.toMatch(/refused|unknown|invalid|not supported|not found/);
    });

    it.each(of("alone"))("as its table says: $name", async (block) => {
      const { script } = block;
      const { exitCode, ended, stdout, stderr } = await runOurs(block);
      const [, wanted] = outcomes.find(([pattern]) => pattern.test(script)) ?? [];
      expect({ ended, exitCode, text: stdout + stderr }).toEqual({
        ended: "exit",
        exitCode: wanted?.exitCode,
        text: expect.stringMatching(wanted?.text ?? /^$/),
      });
    });

    // Last: the figures of new pods come late.
    const measuring = of("compared").filter(({ isOfTheMoment }) => isOfTheMoment);
    it.each(measuring)("as the real programs measure: $name", expectAlike);
  },
);

type Outcome = { readonly exitCode: number; readonly text: RegExp };

/** What has no real program to be asked the same: by the first pattern that fits its script. */
const outcomes: readonly (readonly [script: RegExp, outcome: Outcome])[] = [
  [/prometheus:9090.*activeTargets/, { exitCode: 0, text: /^$/ }],
  // `tail` is no function of jq: the original's own mistake.
  [/jq '.*tail/, { exitCode: 3, text: /^jq: error/ }],
  [/prometheus:9090\/api/, { exitCode: 0, text: /success|\[\]/ }],
  [/^promql/, { exitCode: 0, text: /tick_storm|app=/ }],
  [/103\.54\.153\.248:3001|api\.nova-social\.io\/health/, { exitCode: 0, text: /"status": ?"ok"/ }],
  // Its format is in a file that the original does not show: then there is none.
  [/api\.claude\.ai/, { exitCode: 0, text: /^Warning: Failed to read curl-format\.txt\n$/ }],
  [/^ssh .*docker stats/, { exitCode: 0, text: /^\w+ +vedfinance-api .*\n$/ }],
  [/POD_IP/, { exitCode: 0, text: /"status": ?"ok"/ }],
  // The workload of this test speaks HTTP there, and no more.
  [/ws:\/\//, { exitCode: 22, text: /^HTTP\/1\.1 200 OK[\s\S]*Refused WebSockets upgrade: 200/ }],
  [/^scp .*heapsnapshot/, { exitCode: 1, text: /No such file or directory/ }],
  [/^nc -zv localhost 1935/, { exitCode: 1, text: /localhost port 1935 \(tcp\) failed: Connection refused/ }],
  // The server of this test has health, metrics and memory, and metrics of its own names only.
  [/localhost\S*\/health/, { exitCode: 0, text: /status|ok/ }],
  [/localhost.*\| grep "?(?:nova_streaming|websocket|goroutine|sie_memory)/, { exitCode: 1, text: /^$/ }],
  [/localhost\S*\/metrics \| head/, { exitCode: 0, text: /# HELP/ }],
  [/localhost\S*\/metrics/, { exitCode: 0, text: /[\s\S]?/ }],
  [/localhost\S*\/debug\/memory/, { exitCode: 0, text: /\{/ }],
  [/localhost/, { exitCode: 0, text: /[\s\S]?/ }],
  [/^docker build/, { exitCode: 0, text: /image updated[\s\S]*run it by hand/ }],
  // On the host `&` goes into the background: nobody asks for the code of what is there.
  [/^ssh .*npx prisma.*&'$/, { exitCode: 0, text: /OCI runtime exec failed/ }],
  [/^free/, { exitCode: 0, text: /MemTotal/ }],
  [/^cat \/proc/, { exitCode: 0, text: /VmRSS/ }],
  [/^kill/, { exitCode: 0, text: /^$/ }],
  [/^export GOGC/, { exitCode: 0, text: /restarted/ }],
  [/^export/, { exitCode: 0, text: /^$/ }],
  [/^time psql/, { exitCode: 0, text: /real\s/ }],
  [/^tail -f/, { exitCode: 1, text: /No such file/ }],
  // Neither the host nor the sandbox has a checkout of the application.
  [/^ssh .*grep -r "multer" apps\/api/, { exitCode: 2, text: /^grep: apps\/api\/src: No such file or directory\n$/ }],
  [/apps\/api/, { exitCode: 1, text: /^$/ }],
];

/** Without what is nobody's: figures, the ends of names that were made up, the namespace of the side. */
function comparable({ exitCode, stdout, stderr }: Said, isVolatile: boolean): Said {
  const shown = isVolatile ? (stdout.split("\n")[0] ?? "") : stdout;
  return { exitCode, stdout: plain(shown), stderr: plain(stderr) };
}

function plain(text: string): string {
  return text
    .replaceAll(theirs, ours)
    .replaceAll("/bin/bash: ", "bash: ")
    .replace(/[0-9a-f]{12,64}/g, "ID")
    .replace(/\b(?:\d+(?:\.\d+)?(?:[KMG]i?B?|kB|ms|[smhdB%])?)+\b/g, "#")
    .replace(/[ -]+/g, " ");
}
