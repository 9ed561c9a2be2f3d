import "server-only";
import type { ApiReply } from "../../connection";
import { CommandFailure, serverFailure } from "../failure";
import type { Invocation } from "../invocation";
import { type KubeObject, kubeObject } from "../objects";
import { type ResourceSelection, type ResourceType, resolveSelections, resourcePath } from "../resources";
import { tryList } from "./list";

/** An object to describe. */
export type Subject = { readonly type: ResourceType; readonly object: KubeObject };

export type Query = {
  readonly words: readonly string[];
  /** What the words, or the files of `-f`, name. */
  readonly selections: readonly ResourceSelection[];
  /** Null for all namespaces. */
  readonly namespace: string | null;
  readonly selector: string | undefined;
  readonly chunkSize: number;
};

export type Missing = { readonly failure: CommandFailure; readonly isNotFound: boolean };
export type Found = { readonly subjects: readonly Subject[]; readonly missing: readonly Missing[] };

/** The objects that the words of a command name, and a failure for each that is not there. */
export async function findSubjects(query: Query, call: Invocation): Promise<Found> {
  const found = await Promise.all(
    query.selections.map((selection) => {
      refuseMixed(selection, query);
      const namespace = placeOf(selection, query);
      call.check({ namespace, risk: "read", description: `describe ${selection.type.plural}` });
      return selection.names.length === 0 ? listed(selection.type, query, call) : named(selection, query, call);
    }),
  );
  return { subjects: found.flatMap(({ subjects }) => subjects), missing: found.flatMap(({ missing }) => missing) };
}

/** The objects whose names begin with the second word: what kubectl falls back to. */
export async function subjectsByPrefix(query: Query, call: Invocation): Promise<readonly Subject[]> {
  const [typeWord = "", prefix = ""] = query.words;
  const [selection, ...others] = typeWord.includes("/") ? [] : await resolveSelections(call, [typeWord]);
  if (others.length > 0) {
    throw new CommandFailure("error: you may only specify a single resource type");
  }
  if (!selection) {
    return [];
  }
  const { subjects } = await listed(selection.type, { ...query, selector: undefined }, call);
  return subjects.filter(({ object }) => object.metadata.name.startsWith(prefix));
}

function placeOf({ type, namespace }: ResourceSelection, query: Query): string | null {
  return type.isNamespaced ? (namespace ?? query.namespace) : null;
}

function refuseMixed({ type, names }: ResourceSelection, { words, namespace, selector }: Query): void {
  if (names.length === 0) {
    return;
  }
  if (selector !== undefined) {
    throw new CommandFailure(
      words.some((word) => word.includes("/"))
        ? "error: selectors and the all flag cannot be used when passing resource/name arguments"
        : "error: name cannot be provided when a selector is specified",
    );
  }
  if (namespace === null && type.isNamespaced) {
    throw new CommandFailure("error: a resource cannot be retrieved by name across all namespaces");
  }
}

async function listed(type: ResourceType, query: Query, call: Invocation): Promise<Found> {
  const path = resourcePath(type, query.namespace);
  const { items, refused } = await tryList(
    { path, labelSelector: query.selector },
    { call, chunkSize: query.chunkSize },
  );
  if (refused) {
    return { subjects: [], missing: [missingOf(refused, listFailure(refused, type, query))] };
  }
  return { subjects: items.map((object) => ({ type, object: withKind(type, object) })), missing: [] };
}

/** kubectl says what it was looking for when the server does not understand it. */
function listFailure(reply: ApiReply, type: ResourceType, { selector = "" }: Query): CommandFailure {
  const failure = serverFailure(reply);
  if (reply.status !== 400 && reply.status !== 404) {
    return failure;
  }
  const subject = `"${type.group}/${type.version}, Resource=${type.plural}"`;
  const search =
    selector === ""
      ? `Unable to list ${subject}`
      : `Unable to find ${subject} that match label selector ${JSON.stringify(selector)}, field selector ""`;
  return new CommandFailure(failure.message.replace(/^(Error from server(?: \(\w+\))?: )/, `$1${search}: `));
}

async function named(selection: ResourceSelection, query: Query, call: Invocation): Promise<Found> {
  const { type, names } = selection;
  const namespace = placeOf(selection, query);
  const replies = await Promise.all(
    names.map(async (name) => {
      const path = resourcePath(type, namespace, name);
      const reply = await call.connection.request({ path, signal: call.io.signal });
      return reply.status === 404 ? ((await missingNamespace(namespace, call)) ?? reply) : reply;
    }),
  );
  return {
    subjects: replies
      .filter(({ status }) => status === 200)
      .map(({ body }) => ({ type, object: withKind(type, kubeObject.parse(body)) })),
    missing: replies.filter(({ status }) => status !== 200).map((reply) => missingOf(reply, serverFailure(reply))),
  };
}

/** The server's answer about a namespace that is not there: then kubectl speaks of that. */
async function missingNamespace(namespace: string | null, call: Invocation): Promise<ApiReply | null> {
  if (namespace === null) {
    return null;
  }
  const path = `/api/v1/namespaces/${encodeURIComponent(namespace)}`;
  const reply = await call.connection.request({ path, signal: call.io.signal });
  return reply.status === 404 ? reply : null;
}

function missingOf({ status }: ApiReply, failure: CommandFailure): Missing {
  return { failure, isNotFound: status === 404 };
}

/** The items of a list do not say their kind. */
function withKind({ group, version, kind }: ResourceType, object: KubeObject): KubeObject {
  return { ...object, apiVersion: group === "" ? version : `${group}/${version}`, kind };
}
