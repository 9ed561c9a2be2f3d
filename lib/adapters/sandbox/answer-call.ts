import "server-only";
import type { RunLimits } from "@/lib/core/shell/limits";
import type { FromChild, ToChild } from "./protocol";
import type { SandboxRequest } from "./sandbox-run";

export type Call = Extract<FromChild, { kind: "call" }>;

/** 128 + SIGPIPE: its reader had enough. */
const BROKEN_PIPE = 141;

type Context = { readonly request: SandboxRequest; readonly limits: RunLimits; readonly signal: AbortSignal };

/**
 * Runs one native command for the child. Live output goes straight to the reader; else it is kept for the pipe, up to a
 * limit. A throw is a failure of ours: the script sees a failed command and a sentence.
 */
export async function answerCall(call: Call, { request, limits, signal }: Context): Promise<ToChild> {
  const kept = { stdout: "", stderr: "" };
  const enough = new AbortController();
  const command = request.commands.find((candidate) => candidate.name === call.name);
  const write = (stream: "stdout" | "stderr", text: string) => {
    if (text === "" || (stream === "stdout" && enough.signal.aborted)) {
      return;
    }
    if (call.isLive) {
      request.onOutput({ stream, text });
      return;
    }
    kept[stream] += text;
    const end = stream === "stdout" ? endOfLines(kept.stdout, call.maxLines) : null;
    if (end !== null || kept[stream].length >= limits.pipeBytes) {
      kept[stream] = kept[stream].slice(0, Math.min(end ?? limits.pipeBytes, limits.pipeBytes));
      enough.abort();
    }
  };
  try {
    const io = {
      stdin: call.stdin,
      env: call.env,
      grant: request.grant,
      signal: AbortSignal.any([signal, enough.signal]),
      write,
    };
    const exitCode = command ? await command.run(call.argv, io) : 127;
    const cut = kept.stdout.length < limits.pipeBytes ? "" : cutMark(call.name, limits);
    const code = enough.signal.aborted ? BROKEN_PIPE : exitCode;
    return { kind: "result", callId: call.callId, exitCode: code, stdout: kept.stdout, stderr: kept.stderr + cut };
  } catch (error) {
    write("stderr", `${call.name}: ${error instanceof Error ? error.message : String(error)}\n`);
    return { kind: "result", callId: call.callId, exitCode: 1, ...kept };
  }
}

/** Where the wanted lines end; null while there are fewer, or when all are wanted. */
function endOfLines(text: string, maxLines: number | null): number | null {
  if (maxLines === null) {
    return null;
  }
  let end = 0;
  for (let line = 0; line < maxLines; line += 1) {
    const next = text.indexOf("\n", end);
    if (next === -1) {
      return null;
    }
    end = next + 1;
  }
  return end;
}

function cutMark(name: string, limits: RunLimits): string {
  return `headroom: the output of ${name} was cut at ${limits.pipeBytes} characters\n`;
}
