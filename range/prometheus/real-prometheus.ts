import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "../../scripts/shared/free-port.mjs";

/** A sample of one series: its labels (`__name__` among them), seconds since 1970, and its value. */
export interface HistorySample {
  readonly metric: Readonly<Record<string, string>>;
  readonly at: number;
  readonly value: number;
}

export interface RealPrometheus {
  readonly url: string;
  stop(): void;
}

/** Whether the real one and its tool are on this machine. */
export function hasRealPrometheus(): boolean {
  return ["prometheus", "promtool"].every((program) => spawnSync(program, ["--version"]).status === 0);
}

/** A real Prometheus that scrapes nothing and holds the given history. Samples of one series are in order of time. */
export async function startRealPrometheus(history: readonly HistorySample[]): Promise<RealPrometheus> {
  const folder = mkdtempSync(path.join(tmpdir(), "headroom-prometheus-"));
  const file = (name: string): string => path.join(folder, name);
  writeFileSync(file("history.txt"), openMetrics(history));
  writeFileSync(file("prometheus.yml"), "global: {}\n");
  const made = spawnSync("promtool", ["tsdb", "create-blocks-from", "openmetrics", file("history.txt"), file("data")]);
  if (made.status !== 0) {
    throw new Error(`promtool: ${made.stderr.toString()}`);
  }
  const port = await freePort();
  const child = spawn("prometheus", [
    ...["--config.file", file("prometheus.yml"), "--storage.tsdb.path", file("data")],
    ...["--storage.tsdb.retention.time", "100y", "--web.listen-address", `127.0.0.1:${port}`, "--log.level", "error"],
  ]);
  const stop = (): void => {
    child.kill("SIGKILL");
    rmSync(folder, { recursive: true, force: true });
  };
  const url = `http://127.0.0.1:${port}`;
  try {
    await ready(url, child);
  } catch (error) {
    stop();
    throw error;
  }
  return { url, stop };
}

/** One family after the other, as the format asks; of unknown type, which leaves the names alone. */
function openMetrics(history: readonly HistorySample[]): string {
  const families = Map.groupBy(history, ({ metric }) => metric["__name__"] ?? "");
  const lines = [...families].flatMap(([name, samples]) => [
    `# TYPE ${name} unknown`,
    ...samples.map(({ metric, at, value }) => `${name}{${labels(metric)}} ${number(value)} ${at}`),
  ]);
  return `${[...lines, "# EOF"].join("\n")}\n`;
}

function labels(metric: Readonly<Record<string, string>>): string {
  return Object.entries(metric)
    .filter(([name]) => name !== "__name__")
    .map(([name, value]) => `${name}=${JSON.stringify(value)}`)
    .join(",");
}

function number(value: number): string {
  return Number.isFinite(value) ? String(value) : Number.isNaN(value) ? "NaN" : value > 0 ? "+Inf" : "-Inf";
}

async function ready(url: string, child: ChildProcess): Promise<void> {
  for (let attempt = 0; attempt < 300; attempt += 1) {
    if (child.exitCode !== null) {
      throw new Error(`prometheus ended with ${child.exitCode}`);
    }
    const answer = await fetch(`${url}/-/ready`).catch(() => null);
    if (answer?.ok) {
      return;
    }
    await sleep(100);
  }
  throw new Error("prometheus did not become ready within 30 s");
}
