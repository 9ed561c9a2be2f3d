import type { Utf8 } from "@/lib/core/kernel/text-pieces";
import type { Runbook } from "../runbook";
import { type RunbookSummary, summarise } from "./summarise";

/** A parsed runbook on its way to the database: the whole of it as JSON, and what the library asks for. */
export type PackedRunbook = { readonly title: string; readonly summary: RunbookSummary; readonly json: Utf8 };

/** What PostgreSQL's jsonb refuses: NUL, and half a surrogate pair (an emoji cut in two). */
const refused = /\\u(?:0000|d[89a-f][0-9a-f]{2})/;

/** Makes the texts that are stored; costs as much as the runbook is long, so it belongs beside the parser. */
export function packRunbook(runbook: Runbook): PackedRunbook {
  const json = JSON.stringify(runbook);
  return {
    title: storable(runbook.title),
    summary: asStorable(summarise(runbook)),
    json: new TextEncoder().encode(refused.test(json) ? JSON.stringify(asStorable(runbook)) : json),
  };
}

function storable(text: string): string {
  return text.toWellFormed().replaceAll("\0", "\uFFFD");
}

/** The same with every text storable: a value of the same shape, as JSON goes in and JSON comes out. */
function asStorable<Value extends Runbook | RunbookSummary>(value: Value): Value {
  return JSON.parse(JSON.stringify(value, (_, part: unknown) => (typeof part === "string" ? storable(part) : part)));
}
