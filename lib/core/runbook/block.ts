import type { OperationId, StepId } from "@/lib/core/kernel/ids";
import type { CodeReading } from "./operations/code-reading";
import type { LineRange } from "./source";

/** A stretch of a code block: something to run, or what else it is and why it is not run. */
export type CodePart = CodeReading & { readonly lines: LineRange; readonly operationId?: OperationId };

/**
 * The document's content as a closed tree: nothing in it can become markup on its own. Raw HTML is kept as the text
 * it is written in (`kind: "raw"`), so every word of the source is still there and none of it runs.
 */
export type Block =
  | {
      readonly kind: "heading";
      readonly depth: number;
      readonly children: readonly Inline[];
      readonly lines: LineRange;
      readonly stepId?: StepId;
    }
  | { readonly kind: "paragraph"; readonly children: readonly Inline[]; readonly lines: LineRange }
  | {
      readonly kind: "list";
      readonly ordered: boolean;
      readonly start: number;
      readonly items: readonly ListItem[];
      readonly lines: LineRange;
    }
  | { readonly kind: "table"; readonly rows: readonly (readonly (readonly Inline[])[])[]; readonly lines: LineRange }
  | {
      readonly kind: "code";
      readonly language: string;
      readonly text: string;
      /** What each part of it is, in order; a block that is no command has one part. */
      readonly parts: readonly CodePart[];
      readonly lines: LineRange;
    }
  | { readonly kind: "quote"; readonly blocks: readonly Block[]; readonly lines: LineRange }
  | { readonly kind: "raw"; readonly text: string; readonly lines: LineRange }
  | { readonly kind: "break"; readonly lines: LineRange };

export type ListItem = {
  readonly checked?: boolean;
  /** Of an ordered list, as written. */
  readonly number?: number;
  readonly blocks: readonly Block[];
  readonly lines: LineRange;
  /** The last line of its own, when what stands behind it was taken in because the list's numbers go on. */
  readonly ownEnd?: number;
  readonly stepId?: StepId;
};

export type Inline =
  | {
      readonly kind: "text";
      readonly text: string;
      /** The source, where it names characters (`&lt;`). */
      readonly written?: string;
    }
  | { readonly kind: "code"; readonly text: string }
  | { readonly kind: "strong" | "emphasis" | "deleted"; readonly children: readonly Inline[] }
  | (Address & { readonly kind: "link"; readonly children: readonly Inline[] })
  | (Address & { readonly kind: "image"; readonly alt: string })
  | { readonly kind: "line-break" };

type Address = {
  readonly url: string;
  readonly title?: string;
  /** The name behind it, where the address stands elsewhere in the document: `[the wiki][wiki]`; "" for `[wiki]`. */
  readonly reference?: string;
};
