import type { ExecResult, ResolvedCommandContext } from "just-bash";
import type { FromChild, ToChild } from "../protocol";

type CallResult = Extract<ToChild, { kind: "result" }>;
type CallMessage = Extract<FromChild, { kind: "call" }>;

/** Sends one message to the server. */
export type Send = (message: FromChild) => void;

/** Calls that wait for the server's answer. */
const waiting = new Map<number, (result: CallResult) => void>();
/** Filters that wait for output. */
const readers = new Map<number, (bytes: Uint8Array) => void>();
let lastCallId = 0;

/** Hands the server's answer to the native command that waits for it. */
export function takeResult(result: CallResult): void {
  waiting.get(result.callId)?.(result);
  waiting.delete(result.callId);
}

/** Hands output of a native command to the filters that wait for it. */
export function takeOutput({ callId, bytes }: Extract<ToChild, { kind: "piece" }>): void {
  readers.get(callId)?.(bytes);
}

type Options = Pick<CallMessage, "output" | "errors" | "maxLines"> & {
  readonly send: Send;
  /** Takes output as it comes; resolves when it has been worked on. */
  readonly onPiece?: (bytes: Uint8Array) => Promise<void>;
};

/** Runs a native command in the server. When its reader goes away (`timeout`), the server is told to end it. */
export async function callNative(
  { name, argv }: { readonly name: string; readonly argv: readonly string[] },
  context: ResolvedCommandContext,
  { output, errors, maxLines, send, onPiece }: Options,
): Promise<ExecResult> {
  lastCallId += 1;
  const callId = lastCallId;
  const cancel = () => send({ kind: "cancel-call", callId });
  context.signal?.addEventListener("abort", cancel, { once: true });
  if (onPiece) {
    readers.set(callId, (bytes) => {
      void onPiece(bytes).then(() => send({ kind: "taken", callId, bytes: bytes.byteLength }));
    });
  }
  const input: Pick<CallMessage, "stdin" | "env" | "cwd"> = {
    stdin: Buffer.from(String(context.stdin), "latin1").toString("utf8"),
    env: { ...context.exportedEnv },
    cwd: context.cwd,
  };
  const { exitCode, stdout, stderr } = await new Promise<CallResult>((resolve) => {
    waiting.set(callId, resolve);
    send({ kind: "call", callId, name, argv: [...argv], output, errors, maxLines, ...input });
  });
  readers.delete(callId);
  context.signal?.removeEventListener("abort", cancel);
  return { exitCode, stdout: Buffer.from(stdout).toString("latin1"), stderr, stdoutKind: "bytes" };
}
