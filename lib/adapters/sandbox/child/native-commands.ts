import type { ExecResult, ResolvedCommandContext } from "just-bash";
import type { FromChild, ToChild } from "../protocol";

type CallResult = Extract<ToChild, { kind: "result" }>;
type CallMessage = Extract<FromChild, { kind: "call" }>;

/** Sends one message to the server. */
export type Send = (message: FromChild) => void;

/** Calls that wait for the server's answer. */
const waiting = new Map<number, (result: CallResult) => void>();
let lastCallId = 0;

/** Hands the server's answer to the native command that waits for it. */
export function takeResult(result: CallResult): void {
  waiting.get(result.callId)?.(result);
  waiting.delete(result.callId);
}

type Options = { readonly isLive: boolean; readonly maxLines: number | null; readonly send: Send };

/** Runs a native command in the server. When its reader goes away (`timeout`), the server is told to end it. */
export async function callNative(
  { name, argv }: { readonly name: string; readonly argv: readonly string[] },
  context: ResolvedCommandContext,
  { isLive, maxLines, send }: Options,
): Promise<ExecResult> {
  lastCallId += 1;
  const callId = lastCallId;
  const cancel = () => send({ kind: "cancel-call", callId });
  context.signal?.addEventListener("abort", cancel, { once: true });
  const input: Pick<CallMessage, "stdin" | "env" | "cwd"> = {
    stdin: Buffer.from(String(context.stdin), "latin1").toString("utf8"),
    env: { ...context.exportedEnv },
    cwd: context.cwd,
  };
  const { exitCode, stdout, stderr } = await new Promise<CallResult>((resolve) => {
    waiting.set(callId, resolve);
    send({ kind: "call", callId, name, argv: [...argv], isLive, maxLines, ...input });
  });
  context.signal?.removeEventListener("abort", cancel);
  return { exitCode, stdout: Buffer.from(stdout).toString("latin1"), stderr, stdoutKind: "bytes" };
}
