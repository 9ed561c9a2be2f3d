import { execFile } from "node:child_process";
import { ok } from "@/lib/core/kernel/result";
import type { OutputStream } from "@/lib/core/shell/command";
import type { Grant } from "@/lib/core/shell/grant";
import { bareGrant } from "@/lib/core/shell/testing/bare-grant";
import { connectDocker } from "../connection";
import { dockerCommand } from "../docker";

export type Outcome = { readonly stdout: string; readonly stderr: string; readonly exitCode: number };

/** The reference: docker.io 20.10 of Debian. */
const REAL = "/usr/bin/docker";

/** May do all that docker can. */
export const anything: Grant = {
  ...bareGrant,
  ceiling: "destructive",
  execs: "any",
  endpoints: "any",
};

type RunIo = {
  readonly grant?: Grant;
  readonly signal?: AbortSignal;
  readonly stdin?: string;
  readonly onWrite?: () => void;
};

/** Runs a command of ours without files, and gives what it printed. */
export async function runOurs(
  command: ReturnType<typeof dockerCommand>,
  argv: readonly string[],
  { grant = anything, signal = new AbortController().signal, stdin = "", onWrite = () => undefined }: RunIo = {},
): Promise<Outcome> {
  const printed: Record<OutputStream, Buffer[]> = { stdout: [], stderr: [] };
  const write = (stream: OutputStream, chunk: string | Uint8Array) => {
    printed[stream].push(Buffer.from(chunk));
    onWrite();
  };
  const files = { readFile: async () => null, writeFile: async () => undefined };
  const exitCode = await command.run(argv, { stdin, env: {}, grant, signal, write, ...files });
  const text = (stream: OutputStream) => Buffer.concat(printed[stream]).toString("utf8");
  return { stdout: text("stdout"), stderr: text("stderr"), exitCode };
}

/** The real docker and ours, on the daemon that listens at `address`. */
export function bothDockers(address: string) {
  const connection = connectDocker({
    name: "test",
    isDefault: true,
    kind: "socket",
    socket: address.replace("unix://", ""),
  });
  const command = dockerCommand({ connect: () => ok(connection), now: () => new Date() });
  const ours = (argv: readonly string[], io: RunIo = {}) => runOurs(command, argv, io);
  const real = (argv: readonly string[], stdin = ""): Promise<Outcome> =>
    new Promise((resolve) => {
      const child = execFile(
        REAL,
        ["-H", address, ...argv],
        { env: { NODE_ENV: "test", HOME: "/nonexistent", TZ: "UTC" } },
        (error, stdout, stderr) => {
          resolve({ stdout, stderr, exitCode: typeof error?.code === "number" ? error.code : 0 });
        },
      );
      child.stdin?.end(stdin);
    });
  return { ours, real, connection };
}
