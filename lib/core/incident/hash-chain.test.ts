import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { CHAIN_START, type Header, type Link, seal, verifyChain } from "./hash-chain";

const digest = (text: string) => createHash("sha256").update(text).digest("hex");

type Entry = Header & Link & { readonly payload: unknown };

function chainOf(payloads: readonly unknown[]): readonly Entry[] {
  const entries: Entry[] = [];
  for (const [index, payload] of payloads.entries()) {
    const header = {
      timelineId: "t",
      seq: index + 1,
      kind: "note.added",
      at: `2026-01-15T03:00:0${index}.000Z`,
      actor: { kind: "system", name: "x" },
    };
    entries.push({
      ...header,
      payload,
      ...seal(digest, header, { payload, prevHash: entries.at(-1)?.hash ?? CHAIN_START }),
    });
  }
  return entries;
}

const chain = chainOf([{ text: "one" }, { text: "two" }, { text: "three" }]);

function withEntry(index: number, change: Partial<Entry>): readonly Entry[] {
  return chain.map((entry, at) => (at === index ? { ...entry, ...change } : entry));
}

describe("verifyChain", () => {
  it("accepts a timeline as it was written", () => {
    expect(verifyChain(digest, chain)).toBeNull();
  });

  it("accepts key order that a database changed", () => {
    const [first] = chainOf([{ b: 1, a: { d: 2, c: 3 } }]);
    expect(
      first &&
        verifyChain(digest, [{ ...first, payload: { a: { c: 3, d: 2 }, b: 1 }, actor: { name: "x", kind: "system" } }]),
    ).toBeNull();
  });

  it("still verifies after a payload was purged", () => {
    expect(verifyChain(digest, withEntry(1, { payload: null }))).toBeNull();
  });

  it.each([
    ["a changed payload", withEntry(1, { payload: { text: "forged" } }), { seq: 2, problem: "payload-changed" }],
    [
      "a changed payload with its hash",
      withEntry(1, { payload: { text: "x" }, payloadHash: digest('{"text":"x"}') }),
      { seq: 2, problem: "header-changed" },
    ],
    ["a changed time", withEntry(0, { at: "2026-01-15T04:00:00.000Z" }), { seq: 1, problem: "header-changed" }],
    ["a changed author", withEntry(2, { actor: { kind: "system", name: "y" } }), { seq: 3, problem: "header-changed" }],
    ["a missing entry", chain.filter((entry) => entry.seq !== 2), { seq: 2, problem: "missing" }],
    ["a replaced predecessor", withEntry(2, { prevHash: digest("other") }), { seq: 3, problem: "reordered" }],
  ])("names %s", (_what, entries, fault) => {
    expect(verifyChain(digest, entries)).toEqual(fault);
  });
});
