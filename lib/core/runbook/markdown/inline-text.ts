import type { Block, Inline } from "../block";

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
  /(?:\b(?:do not|don[’']t|never|avoid|must not|should not|instead of|rather than)|❌|🚫|⛔)\s+(?:[\w-]+\s+){0,5}(?:[\w-]+:\s+)?["“']?$/iu;

/** "Wrong: `…`" */
const calledWrong =
  /(?:^|\n)[^\p{L}\n]*(?:wrong|bad|incorrect|forbidden|deprecated|old way|previously|formerly|anti-?pattern)(?: \p{L}+)?\s*[:：→–—-]\s*$/iu;

/** "falls back to `…`", "the job runs `…`", "Ann ran `…`": of what follows, a sentence tells. */
const tellsOf =
  /(?:\bfall(?:s|ing)? back (?:to|on|onto)|\b(?:equivalent|similar|identical) (?:to|of)|\bsame as|\balias(?:ed)? (?:for|of|to)|\bunlike|\bwhat|\bwhich (?:runs|calls|executes|uses|invokes)|\b(?:it|that|this|script|jobs?|cron(?:job)?|operator|controller|pipeline|hook|wrapper|tool|service|container|workflow|action|task|deploy|entrypoint|agent|bot|alert|playbook|target) (?:then |also |just |simply |automatically |internally |periodically |will |already )?(?:runs?|calls?|executes?|invokes?|uses?|performs?|does|issues?|wraps?)|\breplac(?:es|ed|ing)|\b(?:called|restarted|rolled back|reverted|deleted|removed|fixed|mitigated|resolved|scaled|drained|stopped|recovered) (?:(?:it|this|them) )?(?:with|by|using|via)|\b(?:ran|called|executed|issued|typed|invoked|had run|was running|were running|has run|have run)|\b(?:broken|caused|triggered|created|killed|deleted|removed|generated|produced|printed|returned|written|made|run|spawned|started|issued) by|\b(?:children|child|parent) of|\b(?:clients?|users?|process(?:es)?) (?:from )?running)\s+(?:(?:an?|the|accidental|manual|old|previous|running|plain|only|just|essentially|basically|roughly)\s+)*(?:(?:or|and)\s+)?["“'(]?$/i;

/** "`…` fails", "`…` is dangerous": what stands before is spoken of. */
const spokenOf =
  /^["”')]?\s+(?:(?:child )?process(?:es)?\b|does\b|did\b|showed\b|printed\b|returned\b|reported\b|was\b|were\b|has been\b|had\b|would\b|fails?\b|failed\b|hangs?\b|hung\b|crash(?:es|ed)\b|(?:must|may|shall) (?:not|never)\b|should (?:never|not)\b|cannot\b|can[’']t\b|won[’']t\b|will not\b|doesn[’']t\b|does not\b|isn[’']t\b|is (?:destructive|dangerous|not|never|deprecated|unsafe|forbidden|discouraged|equivalent|called by|run by|executed by|used by|blocked|disabled|automatically|run automatically|what|an? )|are (?:not|never|dangerous|destructive)\b)/i;

/** A piece of inline code, and the words that lead to it. */
export type ToldCode = { readonly text: string; readonly before: string };

/** The pieces of inline code that are said to be run, in order: not warned of, not only told of, not struck out. */
export function toldCodes(children: readonly Inline[]): readonly ToldCode[] {
  const pieces = piecesOf(children);
  let before = "";
  return pieces.flatMap(({ text, isCode }, index) => {
    const said = before;
    before = isCode ? said : `${said}${text}`.slice(-NEAR);
    if (!isCode) {
      return [];
    }
    const after = pieces[index + 1];
    const isAside =
      warns.test(said) ||
      calledWrong.test(said) ||
      tellsOf.test(said) ||
      (after?.isCode === false && spokenOf.test(after.text));
    return isAside ? [] : [{ text, before: said }];
  });
}

/** What stands further away says nothing of a piece of code. */
const NEAR = 120;

type Piece = { readonly text: string; readonly isCode: boolean };

function piecesOf(children: readonly Inline[]): readonly Piece[] {
  return children.flatMap((inline): readonly Piece[] => {
    if (inline.kind === "code") {
      return [{ text: inline.text, isCode: true }];
    }
    if (inline.kind === "deleted") {
      return [];
    }
    return "children" in inline ? piecesOf(inline.children) : [{ text: textOfInline(inline), isCode: false }];
  });
}

/** The last line of a paragraph, as the text has it: what leads on to the block below it; "" of anything else. */
export function lastLine(block: Block | undefined): string {
  return block?.kind === "paragraph" ? (inlineText(block.children).trim().split("\n").at(-1) ?? "") : "";
}

/** The words of the first paragraph of a list item or quote; "" when it begins with something else. */
export function leadText(blocks: readonly Block[]): string {
  const [first] = blocks;
  return first?.kind === "paragraph" ? inlineText(first.children) : "";
}
