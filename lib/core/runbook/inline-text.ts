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

/** "Do not run `…`", "instead of `…`": what follows is not to be done. */
const warns =
  /(?:\b(?:do not|don[’']t|never|avoid|must not|should not|instead of|rather than)|❌|🚫|⛔)\s+(?:\w+\s+){0,4}["“']?$/iu;

/** The pieces of inline code that the words before them do not warn of, in order. */
export function toldCodes(children: readonly Inline[]): readonly string[] {
  const told: string[] = [];
  let before = "";
  const visit = (inline: Inline) => {
    if (inline.kind === "code" && !warns.test(before)) {
      told.push(inline.text);
    }
    if ("children" in inline) {
      inline.children.forEach(visit);
    } else {
      before += textOfInline(inline);
    }
  };
  children.forEach(visit);
  return told;
}

/** The words of the first paragraph of a list item or quote; "" when it begins with something else. */
export function leadText(blocks: readonly Block[]): string {
  const [first] = blocks;
  return first?.kind === "paragraph" ? inlineText(first.children) : "";
}
