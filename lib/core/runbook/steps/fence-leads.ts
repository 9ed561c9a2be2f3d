import type { Block } from "../block";
import { inlineText } from "../markdown/inline-text";
import { isImperative } from "./imperatives";
import { isFactsUnder } from "./list-heads";

const MAX_LENGTH = 100;

/**
 * What the line above a fence says that its command does: "**1. Check the pod**", "Look at the logs:", "Run the following
 * command to look at the logs". Null where it says no more than "Run:", or says something else.
 */
export function leadOf(above: Block | undefined): string | null {
  if (above?.kind !== "paragraph") {
    return null;
  }
  const line = lastSentence(inlineText(above.children));
  if (line.length > 2 * MAX_LENGTH) {
    return null;
  }
  const isHead = above.children.every(({ kind }) => kind === "strong") || /[:：]$/.test(line);
  const said = capital(line.replace(number, "").replace(callsFor, "").replace(end, "").trim());
  const isLead = isHead || isImperative(said);
  return isLead && isTelling(said) && !isFactsUnder({ title: line }) ? said : null;
}

const number = /^(?:[➡→👉▶]\ufe0f?|(?:step\s*)?\d+(?:\.\d+)*[.):]|[a-z][.)])\s+/iu;
/** "Run the following command to", "To" */
const callsFor =
  /^(?:(?:please|then|next|now|first|you can),? )?(?:run|execute|use|issue|enter|type|try)(?: the)?(?: (?:following|below|these|this|commands?|quer(?:y|ies)|script|one|of))+(?: in order)? to |^(?:in order )?to /i;
/** "with:", ", run:" */
const end =
  /(?:,?(?<!\b(?:is|are|was|were|be))\s+(?:with|using|via|by running|by|as follows|like (?:this|so)|(?:we |you )?(?:run|execute|use)(?=\s*[:：]|\s+the following)|the following(?: commands?)?|for example|e\.g|i\.e))*\s*[:：.]*$/i;
/** Words that call for a command, and do not say for which. */
const generic =
  /^(?:(?:please|then|next|now|first|and|or|you can|simply|just|also|alternatively),? )?(?:run|execute|use|issue|enter|type|try|do)(?: it| the)?(?: (?:following|below|above|these|this|commands?|quer(?:y|ies)|scripts?|one|of|in|on|from|again|your|a|terminal|shell))*$|^(?:for|an|another|basic|quick|some) (?:examples?|commands?|usage)$|^(?:useful|common|related|handy|key|the|other|diagnostic) commands?$/i;

/** Lines that are only wrapped are one; a new one begins with a capital, a number or a mark. */
function lastSentence(text: string): string {
  const lines = text
    .trim()
    .replace(/\n(?=\s*[\p{Ll}(])/gu, " ")
    .split("\n");
  const sentences = (lines.at(-1) ?? "").split(/(?<=[.!?])\s+(?=\p{Lu})/u);
  return sentences.at(-1) ?? "";
}

function isTelling(said: string): boolean {
  // Words of one script stand without spaces.
  const isPhrase = /\S\s+\S/.test(said) || /\p{Lo}{3,}/u.test(said);
  return isPhrase && said.length <= MAX_LENGTH && !generic.test(said);
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
