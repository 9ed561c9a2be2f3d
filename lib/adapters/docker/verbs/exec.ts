import "server-only";
import { z } from "zod";
import { END_STARTED_SCRIPT } from "@/lib/core/shell/end-started";
import { grantedExecRisk } from "@/lib/core/shell/risk/exec-grant";
import { type Call, containerPath, type Verb } from "../call";
import { CommandFailure } from "../failure";
import type { Flags } from "../flags";
import { writeMultiplexed } from "../multiplexed";

const created = z.object({ Id: z.string() });
const state = z.object({ Running: z.boolean(), ExitCode: z.number().nullable() });

/** docker exec of one program that ends by itself. A terminal is not given: `-it` is accepted and ignored. */
export const exec: Verb = {
  usage: "[OPTIONS] CONTAINER COMMAND [ARG...]",
  summary: "Run a command in a running container",
  flags: {
    detach: { kind: "switch", short: "d" },
    env: { kind: "list", short: "e" },
    interactive: { kind: "switch", short: "i" },
    privileged: { kind: "switch" },
    tty: { kind: "switch", short: "t" },
    user: { kind: "value", short: "u" },
    workdir: { kind: "value", short: "w" },
  },
  least: 2,
  most: Number.POSITIVE_INFINITY,
  stopsAtOperand: true,
  run: (flags, call) => {
    const [name = "", ...argv] = flags.words;
    return execIn(name, { argv, flags }, call);
  },
};

type Program = { readonly argv: readonly string[]; readonly flags: Flags };

/** Starts a program in a container, streams what it prints, and gives its exit code. It is ended on cancel. */
async function execIn(name: string, { argv, flags }: Program, call: Call): Promise<number> {
  if (flags.has("tty") && flags.has("interactive")) {
    call.io.write("stderr", "the input device is not a TTY: running without one\n");
  }
  checkExec(call, name, argv);
  const hasInput = flags.has("interactive") && call.io.stdin !== "";
  const id = await createExec(name, { argv, flags, hasInput }, call);
  const aborted = Promise.withResolvers<"aborted">();
  const abort = () => aborted.resolve("aborted");
  call.io.signal.addEventListener("abort", abort, { once: true });
  try {
    const done = follow(id, { isDetached: flags.has("detach"), hasInput }, call);
    const outcome = await Promise.race([done, aborted.promise]);
    if (typeof outcome === "number") {
      return outcome;
    }
    await done.catch(() => undefined);
    const isEnded = await endRemote(name, { id, argv, user: flags.get("user") }, call);
    if (outcome === "lost" && isEnded) {
      call.io.write("stderr", "error: the connection broke before the program ended; it was ended in the container\n");
    }
    return outcome === "lost" ? 1 : 130;
  } finally {
    call.io.signal.removeEventListener("abort", abort);
  }
}

/** Nobody can look into what a program does in a container, so a grant lists the exact words it may be started with. */
function checkExec(call: Call, name: string, argv: readonly string[]): void {
  const risk = grantedExecRisk(call.io.grant, argv);
  const description = `docker exec ${name} ${argv.join(" ")}`;
  if (risk === null) {
    throw new CommandFailure(
      `headroom: refused: ${description}: this run may only start the programs its script spells out`,
      126,
    );
  }
  call.check({ risk, description });
}

async function createExec(
  name: string,
  { argv, flags, hasInput }: Program & { hasInput: boolean },
  call: Call,
): Promise<string> {
  const body = {
    AttachStdin: hasInput,
    AttachStdout: true,
    AttachStderr: true,
    Tty: false,
    Cmd: argv,
    Env: flags.all("env"),
    User: flags.get("user") ?? "",
    WorkingDir: flags.get("workdir") ?? "",
    Privileged: flags.has("privileged"),
  };
  const request = { method: "POST", path: containerPath(name, "/exec"), body } as const;
  return created.parse(await call.json(request, { kind: "container", id: name })).Id;
}

type Channel = { readonly isDetached: boolean; readonly hasInput: boolean };

/** The program's exit code; "lost" when the connection broke before it ended. */
async function follow(id: string, { isDetached, hasInput }: Channel, call: Call): Promise<number | "lost"> {
  const request = { method: "POST", path: `/exec/${id}/start`, body: { Detach: isDetached, Tty: false } } as const;
  if (isDetached) {
    await call.ask(request);
    return 0;
  }
  const channel = await call.connection.hijack({ ...request, signal: call.io.signal });
  const close = () => channel.destroy();
  call.io.signal.addEventListener("abort", close, { once: true });
  try {
    channel.end(hasInput ? call.io.stdin : "");
    await writeMultiplexed(channel, call.io.write);
  } catch (error) {
    if (error instanceof Error && "code" in error) {
      return "lost";
    }
    throw error;
  } finally {
    call.io.signal.removeEventListener("abort", close);
    channel.destroy();
  }
  const { ExitCode } = state.parse(await call.json({ path: `/exec/${id}/json` }));
  return ExitCode ?? 0;
}

const CANCEL_MS = 5_000;
type Started = { readonly id: string; readonly argv: readonly string[]; readonly user: string | undefined };

/**
 * The daemon goes on with a program whose reader has gone, so a second exec ends it; then it is looked at. False, with a
 * sentence said, when it may still run.
 */
async function endRemote(name: string, started: Started, call: Call): Promise<boolean> {
  const signal = AbortSignal.timeout(CANCEL_MS);
  try {
    // A connection that was kept may be found broken by the first request.
    await tryToEnd(name, started, { call, signal }).catch(() => tryToEnd(name, started, { call, signal }));
    return true;
  } catch {
    call.io.write("stderr", `headroom: ${started.argv[0]} may still run in ${name}: it could not be ended from here\n`);
    return false;
  }
}

type Ending = { readonly call: Call; readonly signal: AbortSignal };

async function tryToEnd(name: string, { id, argv, user }: Started, { call, signal }: Ending): Promise<void> {
  const ask = async (request: { method?: "POST"; path: string; body?: unknown }) =>
    JSON.parse((await call.connection.request({ ...request, signal })).text || "null") as unknown;
  const isRunning = async () => state.parse(await ask({ path: `/exec/${id}/json` })).Running;
  if (!(await isRunning())) {
    return;
  }
  const Cmd = ["sh", "-c", END_STARTED_SCRIPT, "headroom-cancel", ...argv];
  const body = { AttachStdout: true, AttachStderr: true, Cmd, User: user ?? "" };
  const { Id } = created.parse(await ask({ method: "POST", path: containerPath(name, "/exec"), body }));
  // The answer comes when the script has ended.
  await call.connection.request({ method: "POST", path: `/exec/${Id}/start`, body: { Detach: false }, signal });
  while (await isRunning()) {
    signal.throwIfAborted();
  }
}
