import type {
  BlockContent,
  Code,
  DefinitionContent,
  ImageReference,
  LinkReference,
  List,
  PhrasingContent,
  RootContent,
  Table,
  Text,
} from "mdast";
import { fromMarkdown } from "mdast-util-from-markdown";
import { gfmFromMarkdown } from "mdast-util-gfm";
import { gfm } from "micromark-extension-gfm";
import type { Block, Inline, ListItem } from "../block";
import type { LineRange } from "../source";
import { definitionsFor, type LinkDefinition, type LinkDefinitions, referenceKey } from "./link-definitions";
import { type MaskedText, maskFences } from "./mask-fences";
import { holdsAllWords } from "./plain-text";
import { rawBlocks } from "./raw-blocks";
import { rejoinLists } from "./rejoin-lists";
import type { DocumentPiece } from "./split-document";

const { text: inText = {}, flow: tables, ...grammar } = gfm();
/** The grammar looks for an address at every letter and digit. */
const withoutAddresses = Object.fromEntries(
  Object.entries(inText).filter(([code]) => !/[\w+.-]/.test(String.fromCharCode(Number(code)))),
);
/** GFM's addresses are found by the grammar: no second pass looks for them in finished text. */
const mdastExtensions = gfmFromMarkdown().map(({ transforms: _addresses, ...extension }) => extension);

/** GFM without what a text has not: it looks for an address at every letter, and for a table at every line. */
function nodesOf(text: string): readonly RootContent[] {
  const [hasAddress, hasTable] = [/@|www\.|https?:/i.test(text), /\||:-|-:/.test(text)];
  const extension = {
    ...grammar,
    text: hasAddress ? inText : withoutAddresses,
    ...(hasTable && tables && { flow: tables }),
  };
  return fromMarkdown(text, { extensions: [extension], mdastExtensions }).children;
}

/**
 * The blocks of one piece, with the document's own line numbers. A piece marked as prose is shown as it is written.
 * `definitions` are the whole document's: a link may be defined in another piece.
 */
export function parseBlocks(piece: DocumentPiece, definitions: LinkDefinitions): readonly Block[] {
  if (piece.isProse) {
    return rawBlocks(piece.text, piece.firstLine);
  }
  return rejoinLists(parseMasked(piece, definitions) ?? parseText(piece.text, piece.firstLine, definitions));
}

/** The nodes of a text, with what other parts of the document define below it, and the text that was read. */
function definedNodes(
  text: string,
  definitions: LinkDefinitions,
): { readonly nodes: readonly RootContent[]; readonly source: string } {
  const below = definitionsFor(text, definitions);
  if (below !== "") {
    const nodes = nodesOf(`${text}${below}`);
    const last = text.split("\n").length;
    const own = nodes.filter(({ position }) => (position?.start.line ?? 1) <= last);
    // What is still open at the end (a fence, a comment) would take them for its own.
    if (own.every(({ position }) => (position?.end.line ?? 1) <= last)) {
      return { nodes: own, source: text };
    }
  }
  return { nodes: nodesOf(text), source: text };
}

/** Without what is in fences, of which the parser would look at each character; null when one of them is no fence. */
function parseMasked({ text, firstLine }: DocumentPiece, definitions: LinkDefinitions): readonly Block[] | null {
  const masked = maskFences(text);
  if (masked.contents.size === 0) {
    return null;
  }
  const { nodes, source } = definedNodes(masked.text, definitions);
  const fences = nodes.filter((node) => node.type === "code" && contentOf(node, masked) !== undefined);
  if (fences.length !== masked.contents.size) {
    return null;
  }
  const lineOf = (line: number) => (masked.lineNumbers[line - 1] ?? line) + firstLine - 1;
  return wholeBlocks(nodes, { source, lineOf, contents: masked.contents, definitions });
}

function contentOf({ position }: Positioned, { contents }: Pick<MaskedText, "contents">): string | undefined {
  const { start, end } = position ?? {};
  return start && end && end.line === start.line + 1 ? contents.get(start.line) : undefined;
}

function parseText(text: string, firstLine: number, definitions: LinkDefinitions): readonly Block[] {
  const lineOf = (line: number) => line + firstLine - 1;
  const { nodes, source } = definedNodes(text, definitions);
  return wholeBlocks(nodes, { source, lineOf, contents: new Map(), definitions });
}

/** The blocks of nodes; a node whose blocks do not hold all of its words is followed by what is written. */
function wholeBlocks(nodes: readonly RootContent[], context: Context): readonly Block[] {
  return nodes.flatMap((node) => {
    if (node.type === "code") {
      return fencesIndented(node, context) ?? blocksOf(node, context);
    }
    const blocks = blocksOf(node, context);
    const written = sourceOf(node, context);
    return holdsAllWords(blocks, written)
      ? blocks
      : [...blocks, { kind: "raw", text: written, lines: linesOf(node, context) }];
  });
}

/** What MkDocs indents under a tab or a note is no code, as the fences in it say; null when it is code. */
function fencesIndented(node: Code, context: Context): readonly Block[] | null {
  const { start, end } = linesOf(node, context);
  const isIndented = end - start + 1 === node.value.split("\n").length;
  const isFenced = /^(?:`{3,}|~{3,})/m.test(node.value);
  return isIndented && isFenced ? parseText(node.value, start, context.definitions) : null;
}

type Context = {
  readonly source: string;
  /** The document's own number of a line of `source`. */
  readonly lineOf: (line: number) => number;
  /** What stands in the fences that are emptied in `source`. */
  readonly contents: MaskedText["contents"];
  readonly definitions: LinkDefinitions;
};
type Positioned = {
  readonly position?:
    | {
        readonly start: { readonly line: number; readonly offset?: number | undefined };
        readonly end: { readonly line: number; readonly offset?: number | undefined };
      }
    | undefined;
};

function linesOf({ position }: Positioned, { lineOf }: Context): LineRange {
  return { start: lineOf(position?.start.line ?? 1), end: lineOf(position?.end.line ?? 1) };
}

function sourceOf({ position }: Positioned, { source }: Context): string {
  return source.slice(position?.start.offset ?? 0, position?.end.offset ?? 0);
}

function blocksOf(node: RootContent | BlockContent | DefinitionContent, context: Context): readonly Block[] {
  const lines = linesOf(node, context);
  switch (node.type) {
    case "heading":
      return [{ kind: "heading", depth: node.depth, children: inlines(node.children, context), lines }];
    case "paragraph":
      return [{ kind: "paragraph", children: inlines(node.children, context), lines }];
    case "list":
      return [listOf(node, context)];
    case "table":
      return [tableOf(node, context)];
    case "code":
      return [
        {
          kind: "code",
          language: [node.lang, node.meta].filter(Boolean).join(" "),
          text: contentOf(node, context) ?? node.value,
          parts: [],
          lines,
        },
      ];
    case "blockquote":
      return [{ kind: "quote", blocks: node.children.flatMap((child) => blocksOf(child, context)), lines }];
    case "thematicBreak":
      return [{ kind: "break", lines }];
    default:
      // HTML, definitions, footnotes and whatever else: shown as it is written.
      return [{ kind: "raw", text: sourceOf(node, context), lines }];
  }
}

function listOf(node: List, context: Context): Block {
  const items = node.children.map((item): ListItem => {
    const blocks = item.children.flatMap((child) => blocksOf(child, context));
    const isTask = item.checked !== null && item.checked !== undefined;
    const [, number] = /^\s*(\d{1,9})[.)]/.exec(sourceOf(item, context)) ?? [];
    return {
      ...(isTask && { checked: item.checked === true }),
      ...(number !== undefined && { number: Number(number) }),
      blocks,
      lines: linesOf(item, context),
    };
  });
  return { kind: "list", ordered: node.ordered === true, start: node.start ?? 1, items, lines: linesOf(node, context) };
}

function tableOf(node: Table, context: Context): Block {
  const rows = node.children.map((row) => row.children.map((cell) => inlines(cell.children, context)));
  return { kind: "table", rows, lines: linesOf(node, context) };
}

function inlines(nodes: readonly PhrasingContent[], context: Context): readonly Inline[] {
  return nodes.map((node) => inlineOf(node, context));
}

function inlineOf(node: PhrasingContent, context: Context): Inline {
  switch (node.type) {
    case "text":
      return textOf(node, context);
    case "inlineCode":
      return { kind: "code", text: node.value };
    case "strong":
    case "emphasis":
      return { kind: node.type, children: inlines(node.children, context) };
    case "delete":
      return { kind: "deleted", children: inlines(node.children, context) };
    case "link":
      return {
        kind: "link",
        url: node.url,
        ...(node.title && { title: node.title }),
        children: inlines(node.children, context),
      };
    case "image":
      return { kind: "image", url: node.url, alt: node.alt ?? "", ...(node.title && { title: node.title }) };
    case "break":
      return { kind: "line-break" };
    case "linkReference":
    case "imageReference": {
      const definition = context.definitions.get(referenceKey(node.label ?? node.identifier));
      return definition ? referenceOf(node, definition, context) : { kind: "text", text: sourceOf(node, context) };
    }
    default:
      // `<pod-name>` parses as HTML; here it is the text that it is.
      return { kind: "text", text: sourceOf(node, context) };
  }
}

function referenceOf(node: LinkReference | ImageReference, definition: LinkDefinition, context: Context): Inline {
  const reference = node.referenceType === "full" ? (node.label ?? node.identifier) : "";
  return node.type === "linkReference"
    ? { kind: "link", ...definition, reference, children: inlines(node.children, context) }
    : { kind: "image", ...definition, reference, alt: node.alt ?? "" };
}

/** `&lt;pod&gt;` is shown as `<pod>`; how it was written stays with it. */
function textOf(node: Text, context: Context): Inline {
  const written = sourceOf(node, context);
  return { kind: "text", text: node.value, ...(/&[#\w]+;/.test(written) && { written }) };
}
