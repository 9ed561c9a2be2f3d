import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import { SERVER_FLAGS } from "../../scripts/shared/server-flags.mjs";

export type ServerProcess = {
  readonly url: string;
  readonly child: ChildProcess;
  /** Everything it has said. */
  output(): string;
  /** Resolves when /api/health answers 200; throws when the process ends first. */
  healthy(): Promise<void>;
  /** Sends the signal and resolves to the milliseconds until the process is gone. */
  end(signal: NodeJS.Signals): Promise<number>;
};

/** Starts the built server as `npm start` does, with these variables. */
export function startServer(port: number, variables: Readonly<Record<string, string>>): ServerProcess {
  const child = spawn(process.execPath, [...SERVER_FLAGS, "scripts/start.mjs"], {
    env: { ...process.env, NODE_ENV: "production", HEADROOM_LOG_STYLE: "pretty", PORT: String(port), ...variables },
    stdio: ["ignore", "pipe", "pipe"],
  });
  // A set-up that runs into its time limit is not waited for.
  process.once("exit", () => child.kill("SIGKILL"));
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (text) => {
      output += String(text);
    });
  }
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    child,
    output: () => output,
    healthy: async () => {
      while (!(await fetch(`${url}/api/health`).catch(() => null))?.ok) {
        if (child.exitCode !== null) {
          throw new Error(`the server ended: ${output}`);
        }
        await delay(50);
      }
    },
    end: async (signal) => {
      const since = performance.now();
      const ended = child.exitCode === null && child.signalCode === null ? once(child, "exit") : null;
      child.kill(signal);
      await ended;
      return performance.now() - since;
    },
  };
}
