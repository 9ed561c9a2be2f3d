import "server-only";
import type { PackedRunbook } from "@/lib/core/runbook/library/pack-runbook";

/** Between the server and the parser's thread long texts go in pieces: a message is copied in one turn of either. */
export type ParserMessage =
  | { readonly kind: "source"; readonly piece: string }
  | ParseMessage
  | { readonly kind: "next" };

/** Parse the pieces sent before. */
export type ParseMessage = {
  readonly kind: "parse";
  readonly path: string;
  readonly slug: string;
  /** Set: the text is only to be shown, with this reason. */
  readonly proseBecause?: string;
};

/** To "parse" comes "packed", to each "next" another piece of its JSON. */
export type ParserAnswer =
  | (Omit<PackedRunbook, "json"> & {
      readonly kind: "packed";
      readonly firstPiece: string;
      /** The first one included. */
      readonly pieceCount: number;
    })
  | { readonly kind: "json"; readonly piece: string };
