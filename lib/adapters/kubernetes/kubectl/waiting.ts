import "server-only";
import { z } from "zod";
import { serverFailure } from "./failure";
import type { Invocation } from "./invocation";
import { linesOf } from "./lines";
import { type KubeObject, kubeList, kubeObject, textAt } from "./objects";
import { resourcePath } from "./resources";
import type { Target } from "./target";

export type WatchEvent =
  | { readonly type: "ADDED" | "MODIFIED" | "DELETED"; readonly object: KubeObject }
  /** There was no such object when the watch began. */
  | { readonly type: "ABSENT"; readonly object: null };
type Change = Exclude<WatchEvent, { type: "ABSENT" }>;

const event = z.object({ type: z.string(), object: z.unknown() });

/** Waits, or stops waiting when the signal says so. */
export function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    signal.addEventListener("abort", done, { once: true });
    if (signal.aborted) {
      done();
    }
  });
}

type Watched = Pick<Target, "type" | "namespace" | "name">;

/** One object as it is and then as it changes, until the signal. A watch that the server ends is taken up again. */
export async function* watchObject(
  call: Invocation,
  watched: Watched,
  signal: AbortSignal,
): AsyncGenerator<WatchEvent> {
  const { type, namespace, name } = watched;
  const base = resourcePath(type, namespace);
  const selector = new URLSearchParams({ fieldSelector: `metadata.name=${name}` });
  const list = kubeList.parse((await call.ask({ path: `${base}?${selector}` })).body);
  for (const object of list.items) {
    yield { type: "ADDED", object };
  }
  if (list.items.length === 0) {
    yield { type: "ABSENT", object: null };
  }
  let version = list.metadata?.resourceVersion ?? "";
  while (!signal.aborted) {
    const query = new URLSearchParams({ ...Object.fromEntries(selector), watch: "true", resourceVersion: version });
    for await (const change of eventsOf(call, `${base}?${query}`, signal)) {
      version = change.object.metadata.resourceVersion ?? version;
      yield change;
    }
    await pause(100, signal);
  }
}

async function* eventsOf(call: Invocation, path: string, signal: AbortSignal): AsyncGenerator<Change> {
  const stream = await call.connection.stream({ path, signal });
  if (stream.refused) {
    throw serverFailure(stream.refused);
  }
  try {
    for await (const line of linesOf(stream.body)) {
      const read = event.parse(JSON.parse(line));
      if (read.type === "ADDED" || read.type === "MODIFIED" || read.type === "DELETED") {
        yield { type: read.type, object: kubeObject.parse(read.object) };
      }
    }
  } catch (error) {
    // The deadline or the button ended the stream: the caller looks at the signal.
    if (!signal.aborted || (error instanceof Error && textAt(error, "name") === "ZodError")) {
      throw error;
    }
  }
}
