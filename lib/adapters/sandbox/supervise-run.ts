import "server-only";
import type { ChildProcess } from "node:child_process";
import { AppError } from "@/lib/core/kernel/app-error";
import type { RunLimits } from "@/lib/core/shell/limits";
import { goesOn } from "@/lib/core/shell/live/goes-on";
import { answerCall, type Call, type CallContext } from "./answer-call";
import { type FileChannel, openFileChannel } from "./file-channel";
import { openGivenFiles } from "./given-files";
import { limitedOutput } from "./limited-output";
import { watchMemory } from "./memory-watchdog";
import { createPieceOutput, type PieceOutput } from "./piece-output";
import { type FromChild, fromChildSchema, type ToChild } from "./protocol";
import { endedBy, type SandboxRequest, type SandboxResult } from "./sandbox-run";

/** How long the files that a script left may take. */
const KEEP_MS = 30_000;

/** Watches over one script in its child: hands its calls to the native commands, and ends it when a limit is reached. */
export async function superviseRun(
  child: ChildProcess,
  request: SandboxRequest,
  limits: RunLimits,
): Promise<SandboxResult> {
  const outcome = Promise.withResolvers<SandboxResult>();
  const output = limitedOutput(limits, request.onOutput);
  const files = openFileChannel((message) => tell(child, message), limits.fileBytes);
  const context = { request: { ...request, onOutput: output.push }, limits, files };
  const calls = createCalls(context, (message) => tell(child, message));
  const given = openGivenFiles(request.files ?? []);
  let stopped: SandboxResult | null = null;
  const stop = (result: SandboxResult) => {
    stopped ??= result;
    // A script in a pipe's middle holds output that its reader has not seen; one that only computes holds none.
    setTimeout(() => outcome.resolve(result), calls.count() > 0 ? limits.stopGraceMs : 0);
    tell(child, { kind: "stop" });
    calls.abort();
  };
  const receive = (message: unknown) => {
    const parsed = fromChildSchema.safeParse(message);
    if (!parsed.success || calls.total() > limits.commandCount) {
      outcome.resolve(endedBy("crashed", 1));
      return;
    }
    take(parsed.data, {
      emit: output.push,
      calls,
      files,
      give: (wanted) => void given(wanted).then((piece) => tell(child, piece)),
      done: (result, left) => {
        withdraw();
        const kept = stopped ? Promise.resolve() : keepFiles(left, { request, files });
        kept.then(() => outcome.resolve(stopped ?? result), outcome.reject);
      },
    });
  };
  const cancel = () => stop(endedBy("cancelled", 130));
  const timeoutMs = goesOn(request.script) ? limits.liveTimeoutMs : limits.runTimeoutMs;
  const deadline = setTimeout(() => stop(endedBy("deadline", 124)), timeoutMs);
  /** From then on nothing but the end of the child ends the run. */
  const withdraw = () => {
    clearTimeout(deadline);
    request.signal.removeEventListener("abort", cancel);
  };
  const unwatch = watchMemory(child.pid ?? 0, limits.sandboxProcessBytes, () => outcome.resolve(endedBy("memory", 1)));
  child.ref();
  child.channel?.ref();
  child.on("message", receive);
  child.once("exit", (code, signal) =>
    outcome.resolve(endedBy(code === 134 || signal === "SIGABRT" ? "memory" : "crashed", 1)),
  );
  request.signal.addEventListener("abort", cancel, { once: true });
  if (request.signal.aborted) {
    outcome.resolve(endedBy("cancelled", 130));
  } else {
    tell(child, runMessage(request, limits));
  }
  try {
    return await outcome.promise;
  } finally {
    withdraw();
    unwatch();
    child.off("message", receive);
    calls.abort();
    files.close();
    child.kill("SIGKILL");
    output.end();
  }
}

function tell(child: ChildProcess, message: ToChild): void {
  if (child.connected) {
    // A child that is gone is noticed by its exit.
    child.send(message, () => undefined);
  }
}

type Calls = {
  start(call: Call): void;
  cancel(callId: number): void;
  taken(callId: number, bytes: number): void;
  /** Ends all of them, and every later one at its start. */
  abort(): void;
  /** Calls that are running. */
  count(): number;
  total(): number;
};

function createCalls(context: CallContext, reply: (message: ToChild) => void): Calls {
  const all = new AbortController();
  const running = new Map<number, { readonly own: AbortController; readonly pieces: PieceOutput }>();
  let total = 0;
  return {
    start: (call) => {
      total += 1;
      const own = new AbortController();
      const pieces = createPieceOutput({
        maxBytes: context.limits.pipeBytes,
        errors: call.errors,
        onOutput: context.request.onOutput,
        send: (bytes) => reply({ kind: "piece", callId: call.callId, bytes }),
      });
      running.set(call.callId, { own, pieces });
      const signal = AbortSignal.any([all.signal, own.signal]);
      void answerCall(call, { ...context, signal, pieces }).then((message) => {
        running.delete(call.callId);
        reply(message);
      });
    },
    cancel: (callId) => running.get(callId)?.own.abort(),
    taken: (callId, bytes) => running.get(callId)?.pieces.taken(bytes),
    abort: () => all.abort(),
    count: () => running.size,
    total: () => total,
  };
}

type FilesLeft = Extract<FromChild, { kind: "done" }>["files"];

/** Hands the files that the script left to whoever wants them, one at a time: no two are in memory at once. */
async function keepFiles(left: FilesLeft, { request, files }: Pick<CallContext, "request" | "files">): Promise<void> {
  const late = setTimeout(() => files.close(), KEEP_MS);
  for (const { path, size } of request.keepFile ? left : []) {
    const read = async () => {
      const bytes = await files.read({ from: "/", path });
      if (bytes === null) {
        throw new AppError("not-found", `${path} is gone`);
      }
      return bytes;
    };
    await request.keepFile?.({ path, size, read });
  }
  clearTimeout(late);
}

type Reactions = {
  readonly emit: SandboxRequest["onOutput"];
  readonly calls: Calls;
  readonly files: FileChannel;
  give(wanted: Extract<FromChild, { kind: "open-file" }>): void;
  done(result: SandboxResult, left: FilesLeft): void;
};

function take(message: FromChild, { emit, calls, files, give, done }: Reactions): void {
  switch (message.kind) {
    case "ready":
      return;
    case "output":
      emit({ stream: message.stream, text: message.text });
      return;
    case "call":
      calls.start(message);
      return;
    case "taken":
      calls.taken(message.callId, message.bytes);
      return;
    case "open-file":
      give(message);
      return;
    case "file-answer":
      files.take(message);
      return;
    case "cancel-call":
      calls.cancel(message.callId);
      return;
    case "done":
      done({ ended: "exit", exitCode: message.exitCode, variables: message.variables }, message.files);
      return;
  }
}

function runMessage(request: SandboxRequest, limits: RunLimits): ToChild {
  const { script, variables, commands } = request;
  const { loopIterations, commandCount, scriptBytes, fileSystemBytes } = limits;
  return {
    kind: "run",
    script,
    variables,
    commands: commands.map((command) => command.name),
    files: (request.files ?? []).map(({ path, changedAt }) => ({ path, changedAtMs: changedAt.getTime() })),
    limits: { loopIterations, commandCount, scriptBytes, fileSystemBytes },
  };
}
