import type { FrontMatter } from "../front-matter";
import { findDuration } from "../quantities";
import type { Section } from "../runbook";
import type { Sourced } from "../source";
import { walkSections } from "../walk";
import { alertNames } from "./alert-names";
import { alertRules } from "./alert-rules";
import { resolutionChecklist } from "./checklist-items";
import { documentLinks } from "./document-links";
import { escalationLevels } from "./escalation";
import type { ActionLine, Facts } from "./facts";
import { followUpLines } from "./follow-ups";
import { fact, labelled, stated } from "./labelled-facts";
import { businessHours, reviewFacts } from "./review-facts";
import { statedChecklist, statedEscalation, statedLines } from "./stated-facts";
import { type TextLine, textLines } from "./text-lines";
import { sentencesOf, thresholdsOf } from "./thresholds";

/** What a document says about itself: front matter first, then the first line that says it. */
export function extractFacts(sections: readonly Section[], matter: FrontMatter): Facts {
  const lines = [...matter.said, ...textLines(sections)];
  const rules = alertRules(sections);
  const mttr = stated(matter.mttr) ?? labelled(lines, labels.mttr);
  const mttrSeconds = mttr && findDuration(mttr.value);
  return {
    alerts: alertNames(sections, { matter, rules, lines }),
    ...fact("severity", stated(matter.severity) ?? labelled(lines, labels.severity) ?? severitySection(sections)),
    ...fact("trigger", stated(matter.trigger) ?? labelled(lines, labels.trigger)),
    ...fact("slaImpact", stated(matter.slaImpact) ?? labelled(lines, labels.slaImpact)),
    ...(mttr && mttrSeconds && { mttrTargetSeconds: { ...mttr, value: mttrSeconds } }),
    ...fact("owner", stated(matter.owner) ?? labelled(lines, labels.owner)),
    ...reviewFacts(lines, matter),
    ...businessHours(lines, matter),
    ...fact("system", stated(matter.system) ?? labelled(lines, labels.system)),
    ...listedFacts(sections, { matter, lines }),
    alertRules: rules,
    links: documentLinks(sections),
  };
}

type Lists = Pick<
  Facts,
  "thresholds" | "escalation" | "resolutionChecklist" | "followUps" | "notifications" | "impacts"
>;

/** What a document lists, unless front matter lists it. */
function listedFacts(
  sections: readonly Section[],
  { matter, lines }: { readonly matter: FrontMatter; readonly lines: readonly TextLine[] },
): Lists {
  const stated = matter.thresholds
    ?.flatMap((text) => thresholdsOf({ text, lines: matter.lines }))
    .map((threshold) => ({ ...threshold, from: "front-matter" as const }));
  return {
    thresholds: stated ?? sentencesOf(lines).flatMap(thresholdsOf),
    escalation: statedEscalation(matter) ?? escalationLevels(sections, lines),
    resolutionChecklist: statedChecklist(matter) ?? resolutionChecklist(sections),
    followUps: statedLines(matter.followUps, matter) ?? followUpLines(sections),
    notifications: statedLines(matter.notifications, matter) ?? linesLike(lines, notice),
    impacts: statedLines(matter.impacts, matter) ?? [...linesLike(lines, impact), ...impactSections(sections)],
  };
}

const severityWord =
  /\b(critical|high|medium|moderate|low|major|minor|warning|info(?:rmational)?|emergency|P[0-5]|SEV-?[0-5])\b/gi;

const severityHead = new RegExp(`^\\W*${severityWord.source}\\s*(?:[-–—:(]|$)`, "i");

/** What stands under a heading "Severity", when it is one word; of several such sections, when they agree. */
function severitySection(sections: readonly Section[]): Sourced<string> | null {
  const said = [...walkSections(sections)]
    .filter(({ title }) => /^(?:\d+[.)]\s*)?severity(?: level)?$/i.test(title.trim()))
    .map((section) => textLines([{ ...section, sections: [] }]).slice(1))
    .map((lines) => ({ lines: lines[0]?.lines, words: severityWords(lines) }));
  const [first] = said;
  const [value = ""] = first?.words ?? [];
  const isSure = value !== "" && said.every(({ words }) => words.length === 1 && words[0] === value);
  return isSure ? { value, from: "written", ...(first?.lines && { lines: first.lines }) } : null;
}

/** "Critical - high latency": the word that heads the line, and those that head the others; else all of the first. */
function severityWords([first, ...others]: readonly TextLine[]): readonly string[] {
  const heads = [first, ...others].map((line) => severityHead.exec(line?.text ?? "")?.[1]);
  if (heads[0] !== undefined) {
    return heads.filter((word) => word !== undefined);
  }
  // "SEV3 if it still works", "SEV1 if it is down": of several, none is the document's.
  const begun = [first, ...others].flatMap((line) => severityBegins.exec(line?.text ?? "")?.[1] ?? []);
  return begun.length > 1 ? begun : [...(first?.text ?? "").matchAll(severityWord)].map(([word]) => word);
}

const severityBegins = new RegExp(`^\\W*${severityWord.source}`, "i");

const notice =
  /^(?:notify|post (?:to|in)|announce|page|inform)\b.*(?:#[\w-]+|team|engineer|on-call|channel|stakeholder)/i;
const impact = /^(?:user|business|customer|sla|slo|data|revenue|service|technical)? ?impact\s*:/i;

/** What stands under a heading that says "Impact". */
function impactSections(sections: readonly Section[]): readonly ActionLine[] {
  const headed = [...walkSections(sections)].filter(({ title }) =>
    /^(?:\d+[.)]\s*)?(?:user |business |customer |service )?impact$/i.test(title.trim()),
  );
  return textLines(headed.map((section) => ({ ...section, sections: [] })))
    .filter(({ text }) => text !== "" && !impact.test(text))
    .filter(({ text }) => !headed.some(({ title }) => title.trim() === text));
}

function linesLike(lines: readonly TextLine[], pattern: RegExp): readonly ActionLine[] {
  return lines.filter(({ text }) => pattern.test(text));
}

/** How the facts are labelled in bold lines, bullets and tables. */
const labels = {
  // "Critical / High / Low" is a choice that nobody has made.
  severity:
    /^(?:severity|priority|severidade?|prioridade?|gravedad|gravité|schweregrad|严重(?:程度|级别)|优先级|重大度|深刻度|심각도|критичность|приоритет)\s*[:：|]\s*(?!\s*(?:[^\s/|:,;.()]+(?: [^\s/|:,;.()]+)?(?: *\([^)]*\))? *[/|] *){2})(.+)$/i,
  trigger: /^trigger\s*[:|]\s*(.+)$/i,
  slaImpact: /^(?:sla impact|business impact|impact)\s*[:|]\s*(.+)$/i,
  mttr: /^(?:mttr(?: target)?|target (?:resolution|recovery) time)\s*[:|]\s*(.+)$/i,
  owner:
    /^(?:(?:service |runbook |document )?owner(?:s|ship)?|owned by|owning team|maintain(?:ers?|ed by)|team)\s*[:|]\s*(.+)$/i,
  system: /^(?:system|service|application)\s*[:|]\s*(.+)$/i,
};
