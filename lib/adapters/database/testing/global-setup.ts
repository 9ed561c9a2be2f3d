import { fork } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  interface ProvidedContext {
    /** A socket that answers a connection with the URL of the run's Postgres. */
    readonly testPostgresSocket: string;
  }
}

/** One real Postgres for the whole run, started when the first suite asks for it. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(path.join(tmpdir(), "headroom-test-"));
  // As root, Postgres runs as another user, which must pass through.
  await chmod(folder, 0o711);
  const socket = path.join(folder, "ask.sock");
  let running: ReturnType<typeof startServer> | null = null;
  const questions = createServer((connection) => {
    running ??= startServer(path.join(folder, "data"));
    running.answer.then(
      (answer) => connection.end(answer),
      (error: unknown) => connection.end(JSON.stringify({ error: String(error) })),
    );
  });
  questions.listen(socket);
  await once(questions, "listening");
  project.provide("testPostgresSocket", socket);
  return async () => {
    questions.close();
    await running?.stop();
    await rm(folder, { recursive: true, force: true });
  };
}

/** A process of its own: it loads the product's server-only files, and it stops the server when this run is killed. */
function startServer(folder: string): { readonly answer: Promise<string>; stop(): Promise<void> } {
  const child = fork(fileURLToPath(new URL("./postgres-server.ts", import.meta.url)), [folder], {
    execArgv: ["--conditions=react-server", "--import", "./scripts/typescript.mjs"],
  });
  const ended = once(child, "exit");
  const answer = Promise.race([
    once(child, "message").then(([message]) => JSON.stringify(message)),
    ended.then(() => JSON.stringify({ error: "the test database server ended" })),
  ]);
  return {
    answer,
    stop: async () => {
      if (child.connected) {
        child.disconnect();
      }
      await ended;
    },
  };
}
