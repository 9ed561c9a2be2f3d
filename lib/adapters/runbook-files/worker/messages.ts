import "server-only";
import type { Utf8 } from "@/lib/core/kernel/text-pieces";

/** What the server says to the parser's thread. A long text goes in pieces: a message is copied in one turn. */
export type ParserMessage = { readonly kind: "source"; readonly piece: Utf8 } | ParseMessage;

/** Parse the text sent before; the answer is a `PackedRunbook`, whose JSON the thread hands over. */
export type ParseMessage = {
  readonly kind: "parse";
  readonly path: string;
  readonly slug: string;
  /** Set: the text is only to be shown, with this reason. */
  readonly proseBecause?: string;
};
