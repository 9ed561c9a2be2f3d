import "server-only";
import type { Utf8 } from "@/lib/core/kernel/text-pieces";

/** What the server asks of the parser's thread; the answer is a `PackedRunbook`, whose JSON the thread hands over. */
export type ParseMessage = {
  readonly source: Utf8;
  readonly path: string;
  readonly slug: string;
  /** Set: the text is only to be shown, with this reason. */
  readonly proseBecause?: string;
};
