import "server-only";
import type { ApiReply } from "../../connection";
import type { CommandFailure } from "../failure";
import type { Flags } from "../flags";
import type { Invocation } from "../invocation";
import { namedFailure } from "../missing";
import { member, textAt } from "../objects";
import { listFailure, type ResourceSelection, type ResourceType, resourcePath } from "../resources";

const CHUNK = 500;
const MISSING = "Error from server (NotFound): ";

/** What one selection came to: an answer for each name, or one for the collection. */
export type Fetched = {
  readonly type: ResourceType;
  readonly bodies: readonly unknown[];
  readonly failures: readonly CommandFailure[];
};

export type FetchOptions = { readonly flags: Flags; readonly accept: string; readonly query?: string };

/** The namespace that a selection is looked for in; null for all, and for what has none. */
export function placeOf({ type, namespace }: ResourceSelection, flags: Flags, call: Invocation): string | null {
  return !type.isNamespaced || flags.has("all-namespaces") ? null : (namespace ?? call.namespace);
}

/** Asks for all selections, in parallel; the answers are in the order of the selections. */
export function fetchAll(
  selections: readonly ResourceSelection[],
  options: FetchOptions,
  call: Invocation,
): Promise<readonly Fetched[]> {
  for (const selection of selections) {
    const namespace = placeOf(selection, options.flags, call);
    call.check({ namespace, risk: "read", description: `get ${selection.type.plural}` });
  }
  return Promise.all(selections.map((selection) => fetchOne(selection, options, call)));
}

async function fetchOne(selection: ResourceSelection, options: FetchOptions, call: Invocation): Promise<Fetched> {
  const { type, names } = selection;
  const { flags } = options;
  const namespace = placeOf(selection, flags, call);
  if (names.length === 0) {
    return fetchList(selection, options, call);
  }
  const subresource = flags.get("subresource") ?? "";
  const suffix = (subresource === "" ? "" : `/${subresource}`) + (options.query ? `?${options.query}` : "");
  const replies = await Promise.all(
    names.map((name) =>
      call.connection.request({
        path: resourcePath(type, namespace, name) + suffix,
        accept: options.accept,
        signal: call.io.signal,
      }),
    ),
  );
  return {
    type,
    bodies: replies.filter(isSuccess).map(({ body }) => body),
    failures: await Promise.all(
      replies
        .filter((reply) => !isSuccess(reply) && !(reply.status === 404 && flags.has("ignore-not-found")))
        .map((reply) => namedFailure(call, reply, namespace)),
    ),
  };
}

function isSuccess({ status }: ApiReply): boolean {
  return status === 200;
}

/** All of a collection, in chunks. */
async function fetchList(selection: ResourceSelection, options: FetchOptions, call: Invocation): Promise<Fetched> {
  const { type } = selection;
  const { flags, accept } = options;
  const [labels, fields] = [flags.get("selector") ?? "", flags.get("field-selector") ?? ""];
  const query = new URLSearchParams(options.query);
  for (const [name, value] of [
    ["labelSelector", labels],
    ["fieldSelector", fields],
    ["limit", flags.get("chunk-size") ?? String(CHUNK)],
  ] as const) {
    if (value !== "" && value !== "0") {
      query.set(name, value);
    }
  }
  const path = resourcePath(type, placeOf(selection, flags, call));
  const bodies: unknown[] = [];
  for (;;) {
    const reply = await call.connection.request({ path: `${path}?${query}`, accept, signal: call.io.signal });
    if (!isSuccess(reply)) {
      return { type, bodies, failures: [listFailure(reply, type, { labels, fields })] };
    }
    bodies.push(reply.body);
    const token = textAt(member(reply.body, "metadata"), "continue");
    if (token === "") {
      return { type, bodies, failures: [] };
    }
    query.set("continue", token);
  }
}

/** Says what failed, as kubectl does when it has printed the rest. Gives the exit code. */
export function sayFailures(fetched: readonly Fetched[], call: Invocation): number {
  // What is missing is said for each of the names; what goes wrong with whole lists once.
  const messages = fetched
    .flatMap(({ failures }) => failures.map(({ message }) => message))
    .filter((message, at, all) => message.startsWith(MISSING) || all.indexOf(message) === at);
  for (const message of messages) {
    call.io.write("stderr", `${message}\n`);
  }
  return messages.length > 0 ? 1 : 0;
}
