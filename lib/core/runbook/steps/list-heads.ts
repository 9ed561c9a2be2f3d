import type { Block } from "../block";
import { inlineText, lastLine } from "../markdown/inline-text";
import type { Phase } from "../runbook";

/** What heads a list: the title of its section, and the block above it. */
type ListHead = { readonly title: string; readonly above?: Block | undefined };

/** "Pasos de diagnóstico", "**Actions Required:**": what heads the list says that it is one of steps. */
export function namesSteps({ title, above, phase }: ListHead & { readonly phase: Phase }): boolean {
  const isHeaded = phase !== "escalation" && above?.kind === "heading" && stepsHead.test(title);
  const said = above?.kind === "paragraph" ? inlineText(above.children).trim() : "";
  return isHeaded || (said.length < 60 && /[:：]$/.test(said) && stepsHead.test(said));
}

const stepsHead =
  /^(?:[^\p{L}]*)(?:(?:immediate|initial|required|recommended|corrective|safe|first|on-?call|quick|remediation|recovery|mitigation|diagnos\w+|troubleshooting|investigation|resolution|rollback) )*(?:actions?|steps|checks)(?: (?:required|to take|taken|needed))?\s*(?:\([^)]*\))?[^\p{L}]*$|^(?:[^\p{L}]*)(?:pasos|passos|étapes|schritte|kroki|langkah|các bước|шаги|acciones|ações|действия|步骤|手順|절차)|(?:步骤|手順|절차)$/iu;

/** Whether the heading, or the line above a list that leads on to it, says what it lists. */
export function isFactsUnder({ title, above }: ListHead): boolean {
  const head = lastLine(above);
  return facts.test(title) || (/[:：]$/.test(head) && facts.test(head));
}

/** Lists of causes, of what is seen, of what is needed. */
const facts =
  /\b(?:causes?|symptoms?|reasons?|signs?|indicat\w+|includ\w+|examples?|metrics?|should (?:see|show)|expect\w*|interpret\w*|meanings?|look for|watch for|benefits?|requirements?|prerequisites?|pre-?conditions?|features?|supports?|responsib\w+|goals?|principles?|guidelines?|never|avoid|do not|don[’']t|roles?|changelog|related|see also)\b/i;
