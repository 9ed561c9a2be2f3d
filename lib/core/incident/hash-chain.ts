import { canonicalJson } from "@/lib/core/kernel/canonical-json";

/** Hex digest of UTF-8 text; handed in, since core has no I/O. */
export type Digest = (text: string) => string;

export type Header = {
  readonly timelineId: string;
  readonly seq: number;
  readonly kind: string;
  /** ISO 8601, UTC, with milliseconds. */
  readonly at: string;
  readonly actor: unknown;
};

export type Link = { readonly payloadHash: string; readonly prevHash: string; readonly hash: string };

/** The `prevHash` of a timeline's first event. */
export const CHAIN_START = "";

/** Seals one event: its hash covers the header, the hash of the payload and the hash of the event before it. */
export function seal(
  digest: Digest,
  header: Header,
  rest: { readonly payload: unknown; readonly prevHash: string },
): Link {
  const payloadHash = digest(canonicalJson(rest.payload));
  return {
    payloadHash,
    prevHash: rest.prevHash,
    hash: hashOf(digest, header, { payloadHash, prevHash: rest.prevHash }),
  };
}

function hashOf(digest: Digest, header: Header, link: { payloadHash: string; prevHash: string }): string {
  const { timelineId, seq, kind, at, actor } = header;
  return digest(
    canonicalJson({ timelineId, seq, kind, at, actor, payloadHash: link.payloadHash, prevHash: link.prevHash }),
  );
}

export type ChainFault = {
  readonly seq: number;
  readonly problem: "missing" | "reordered" | "header-changed" | "payload-changed";
};

/**
 * Checks a whole timeline in order. A purged payload (null) is accepted: the chain runs over its hash.
 * Null when everything holds, else the first fault.
 */
export function verifyChain(
  digest: Digest,
  events: readonly (Header & Link & { readonly payload: unknown })[],
): ChainFault | null {
  let prevHash = CHAIN_START;
  for (const [index, event] of events.entries()) {
    if (event.seq !== index + 1) {
      return { seq: index + 1, problem: "missing" };
    }
    if (event.prevHash !== prevHash) {
      return { seq: event.seq, problem: "reordered" };
    }
    if (event.hash !== hashOf(digest, event, event)) {
      return { seq: event.seq, problem: "header-changed" };
    }
    if (event.payload !== null && digest(canonicalJson(event.payload)) !== event.payloadHash) {
      return { seq: event.seq, problem: "payload-changed" };
    }
    prevHash = event.hash;
  }
  return null;
}
