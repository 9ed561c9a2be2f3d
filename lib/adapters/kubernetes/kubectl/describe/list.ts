import "server-only";
import type { ApiReply } from "../../connection";
import { serverFailure } from "../failure";
import { type KubeObject, kubeList, textAt } from "../objects";
import type { Viewing } from "./viewing";

export type Listing = {
  readonly path: string;
  readonly labelSelector?: string | undefined;
  readonly fieldSelector?: string;
};

export type ListReply =
  | { readonly items: readonly KubeObject[]; readonly refused: null }
  | { readonly items: readonly KubeObject[]; readonly refused: ApiReply };

/** All objects of a list, in pieces of `chunkSize`; `refused` is the answer that ended it early. */
export async function tryList(listing: Listing, { call, chunkSize }: Pick<Viewing, "call" | "chunkSize">) {
  const items: KubeObject[] = [];
  let next = "";
  do {
    const path = pathOf(listing, { chunkSize, next });
    const reply = await call.connection.request({ path, signal: call.io.signal });
    if (reply.status !== 200) {
      return { items, refused: reply } satisfies ListReply;
    }
    const list = kubeList.parse(reply.body);
    items.push(...list.items);
    next = textAt(list, "metadata", "continue");
  } while (next !== "");
  return { items, refused: null } satisfies ListReply;
}

/** As `tryList`; what the server refuses is thrown. */
export async function listAll(
  listing: Listing,
  viewing: Pick<Viewing, "call" | "chunkSize">,
): Promise<readonly KubeObject[]> {
  const { items, refused } = await tryList(listing, viewing);
  if (refused) {
    throw serverFailure(refused);
  }
  return items;
}

function pathOf(
  { path, labelSelector, fieldSelector }: Listing,
  { chunkSize, next }: { chunkSize: number; next: string },
): string {
  const query = new URLSearchParams({
    ...(labelSelector !== undefined && labelSelector !== "" && { labelSelector }),
    ...(fieldSelector !== undefined && { fieldSelector }),
    ...(chunkSize > 0 && { limit: String(chunkSize) }),
    ...(next !== "" && { continue: next }),
  }).toString();
  return query === "" ? path : `${path}?${query}`;
}

/** `/api/v1/namespaces/x/pods`; without a namespace those of all. */
export function corePath(plural: string, namespace: string | undefined): string {
  return namespace ? `/api/v1/namespaces/${encodeURIComponent(namespace)}/${plural}` : `/api/v1/${plural}`;
}
