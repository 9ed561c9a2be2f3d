import "server-only";
import { StringDecoder } from "node:string_decoder";
import type { CommandIo } from "@/lib/core/shell/command";
import type { RunLimits } from "@/lib/core/shell/limits";
import type { FileChannel } from "./file-channel";
import { createKeptOutput, type KeptOutput } from "./kept-output";
import type { PieceOutput } from "./piece-output";
import type { FromChild, ToChild } from "./protocol";
import type { SandboxRequest } from "./sandbox-run";

export type Call = Extract<FromChild, { kind: "call" }>;

/** What all calls of a run share. */
export type CallContext = {
  readonly request: SandboxRequest;
  readonly limits: RunLimits;
  readonly files: FileChannel;
};

/** 128 + SIGPIPE: its reader had enough. */
const BROKEN_PIPE = 141;

/**
 * Runs one native command for the child. Live output goes straight to the reader; else it is kept for the pipe, up to a
 * limit. A throw is a failure of ours: the script sees a failed command and a sentence.
 */
export async function answerCall(
  call: Call,
  {
    request,
    limits,
    files,
    signal,
    pieces,
  }: CallContext & { readonly signal: AbortSignal; readonly pieces: PieceOutput },
): Promise<ToChild> {
  const kept = createKeptOutput(limits.pipeBytes, call.maxLines);
  const { write } = { live: { write: liveWriter(request) }, pieces, kept }[call.output];
  const command = request.commands.find((candidate) => candidate.name === call.name);
  const io: CommandIo = {
    stdin: call.stdin,
    env: call.env,
    grant: request.grant,
    signal: AbortSignal.any([signal, kept.enough, pieces.enough]),
    write,
    readFile: (path) => files.read({ from: call.cwd, path }),
    writeFile: (path, bytes) => files.write({ from: call.cwd, path }, bytes),
  };
  try {
    const exitCode = command ? await command.run(call.argv, io) : 127;
    if (pieces.enough.aborted) {
      write("stderr", `headroom: ${call.name} was ended: its filters are ${limits.pipeBytes} bytes behind\n`);
    }
    const isEnded = kept.enough.aborted || pieces.enough.aborted;
    return resultOf(call, kept, isEnded ? BROKEN_PIPE : exitCode);
  } catch (error) {
    write("stderr", `${call.name}: ${error instanceof Error ? error.message : String(error)}\n`);
    return resultOf(call, kept, 1);
  }
}

function resultOf({ callId, name }: Call, kept: KeptOutput, exitCode: number): ToChild {
  const { stdout, stderr, isCut } = kept.taken();
  const mark = isCut ? `headroom: the output of ${name} was cut at ${stdout.byteLength} bytes\n` : "";
  return { kind: "result", callId, exitCode, stdout, stderr: stderr + mark };
}

/** Straight to the reader, as text: bytes that are none become marks of replacement. */
function liveWriter({ onOutput }: SandboxRequest): CommandIo["write"] {
  const decoders = { stdout: new StringDecoder("utf8"), stderr: new StringDecoder("utf8") };
  return (stream, chunk) => {
    const text = typeof chunk === "string" ? chunk : decoders[stream].write(chunk);
    if (text !== "") {
      onOutput({ stream, text });
    }
  };
}
