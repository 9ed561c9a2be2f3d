import "server-only";
import { allTogether } from "@/lib/core/kernel/all-together";
import { CommandFailure, plainMessage, serverFailure } from "../../failure";
import type { Invocation } from "../../invocation";
import { prefixed, wholeLines } from "../../lines";
import type { LogSource } from "./sources";

export type LogOptions = {
  readonly query: URLSearchParams;
  readonly isPrefixed: boolean;
  /** Whether a log that cannot be had is said between the others, instead of ending the command. */
  readonly ignoresErrors: boolean;
};

/** One log after the other. */
export async function printInTurn(call: Invocation, sources: readonly LogSource[], options: LogOptions): Promise<void> {
  for (const source of sources) {
    await printOrSay(call, source, options);
  }
}

/** All logs at once, each line whole. The first that fails ends the others. */
export async function printTogether(
  call: Invocation,
  sources: readonly LogSource[],
  options: LogOptions,
): Promise<void> {
  await allTogether(sources, call.io.signal, (source, signal) =>
    printOrSay({ ...call, io: { ...call.io, signal } }, source, options),
  );
}

async function printOrSay(call: Invocation, source: LogSource, options: LogOptions): Promise<void> {
  try {
    await printLog(call, source, options);
  } catch (error) {
    if (!options.ignoresErrors || !(error instanceof CommandFailure)) {
      throw error;
    }
    call.out(`error: ${plainMessage(error)}\n`);
  }
}

/** One container's log. */
export async function printLog(call: Invocation, { pod, container }: LogSource, options: LogOptions): Promise<void> {
  const { name } = pod.metadata;
  const query = new URLSearchParams([["container", container], ...options.query]);
  const path = `/api/v1/namespaces/${encodeURIComponent(call.namespace)}/pods/${encodeURIComponent(name)}/log?${query}`;
  const stream = await call.connection.stream({ path, accept: "*/*", signal: call.io.signal });
  if (stream.refused) {
    throw serverFailure(stream.refused);
  }
  const prefix = Buffer.from(`[pod/${name}/${container}] `);
  for await (const lines of wholeLines(stream.body)) {
    call.io.write("stdout", options.isPrefixed ? prefixed(lines, prefix) : lines);
  }
}
