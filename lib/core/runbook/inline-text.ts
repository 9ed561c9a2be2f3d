import type { Block, Inline } from "./block";

/** The words of inline content, with links' addresses left out. */
export function inlineText(children: readonly Inline[]): string {
  return children.map(textOfInline).join("");
}

function textOfInline(inline: Inline): string {
  switch (inline.kind) {
    case "text":
    case "code":
      return inline.text;
    case "strong":
    case "emphasis":
    case "deleted":
    case "link":
      return inlineText(inline.children);
    case "image":
      return inline.alt;
    case "line-break":
      return "\n";
  }
}

/** The pieces of inline code, in order. */
export function inlineCodes(children: readonly Inline[]): readonly string[] {
  return children.flatMap((inline) =>
    inline.kind === "code" ? [inline.text] : "children" in inline ? inlineCodes(inline.children) : [],
  );
}

/** The words of the first paragraph of a list item or quote; "" when it begins with something else. */
export function leadText(blocks: readonly Block[]): string {
  const [first] = blocks;
  return first?.kind === "paragraph" ? inlineText(first.children) : "";
}
