import "server-only";
import { type KubeObject, listAt, member, textAt } from "../objects";
import { type ListReply, tryList } from "./list";
import { joinHostPort } from "./probe";
import type { Viewing } from "./viewing";

const MAX_SHOWN = 3;

/** The endpoint slices of a service. */
export async function slicesOf(
  service: { readonly namespace: string; readonly name: string },
  { call }: Pick<Viewing, "call">,
): Promise<ListReply> {
  const path = `/apis/discovery.k8s.io/v1/namespaces/${encodeURIComponent(service.namespace)}/endpointslices`;
  // kubectl does not take these in pieces.
  return tryList({ path, labelSelector: `kubernetes.io/service-name=${service.name}` }, { call, chunkSize: 0 });
}

/** The first ready addresses behind a port: `10.0.0.1:80,10.0.0.2:80 + 3 more...`. */
export function endpointsText(slices: readonly KubeObject[], port: string): string {
  if (slices.length === 0) {
    return "<none>";
  }
  const all = slices.flatMap((slice) => addressesOf(slice, port));
  const shown = all
    .filter(({ isReady }) => isReady)
    .slice(0, MAX_SHOWN)
    .map(({ text }) => text);
  const ready = all.filter(({ isReady }) => isReady).length;
  // An address behind the last one shown counts as more, even when it is not ready.
  const isCut = shown.length === MAX_SHOWN && lastShownIndex(all) < all.length - 1;
  return isCut ? `${shown.join(",")} + ${ready - MAX_SHOWN} more...` : shown.join(",");
}

type Address = { readonly text: string; readonly isReady: boolean };

function lastShownIndex(all: readonly Address[]): number {
  let left = MAX_SHOWN;
  return all.findIndex(({ isReady }) => {
    left -= isReady ? 1 : 0;
    return left === 0;
  });
}

function addressesOf(slice: KubeObject, port: string): readonly Address[] {
  const ports = listAt(slice, "ports");
  const endpoints = listAt(slice, "endpoints").map((endpoint) => ({
    text: textAt(endpoint, "addresses", 0),
    isReady: member(endpoint, "conditions", "ready") !== false,
  }));
  if (ports.length === 0) {
    return endpoints;
  }
  return ports
    .filter((candidate) => textAt(candidate, "name") === port)
    .flatMap((candidate) =>
      endpoints.map(({ text, isReady }) => ({ text: joinHostPort(text, textAt(candidate, "port")), isReady })),
    );
}
