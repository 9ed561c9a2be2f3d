import type { Decision } from "../runbook";
import type { LineRange } from "../source";

const conditional =
  /^(success|failure|in case of|if|when(?! to\b)|unless|yes|no|otherwise|else)\b(?:\*\*)?[:,]?\s*(.*)$/i;
/** What parts a condition from what follows of it; "Sealed: true" is one thing, "If no: 2 more restarts" is two. */
const arrow =
  /\s*(?:→|->|=>|⇒|➜|(?<=^(?:yes|no|so|not)): |: (?!(?:true|false|null|none|yes|no|\d+)\b)|: (?=\d+ (?!then\b|and\b|or\b)[a-z]))\s*/;
const goes =
  /,?\s+(?:then\s+)?(?<!\b(?:to|can|you|will|not)\s)(?=(?:go ?to|see|jump to|proceed (?:to|with)|skip to|continue (?:with|at|to)|follow|escalate|move (?:on )?to)\b)/i;
/** "> 100 MB in 60 s means a leak": a figure, and what it says. */
const meaning = /^(.*\d.*?)\s+(?:means|indicates|suggests|implies|points to|signals)\s+(.+)$/i;

/** "If memory grows: leak suspected", "If it does not, go to Section 3": a condition and what it leads to; else null. */
export function decisionOf(text: string, lines: LineRange): Decision | null {
  const line = text.trim();
  const [, word = "", said] = conditional.exec(line) ?? [];
  const [condition, outcome = sign(line)] = said === undefined ? bareDecision(line) : divided(said, word);
  return condition && outcome ? { text, condition, outcome, lines } : null;
}

/** "Failure: the queue grows" leads nowhere, and says what to take for a failure. */
function sign(line: string): string | undefined {
  return /^failure\b(?:\*\*)?\s*:/i.test(line) ? "it failed" : undefined;
}

/** "Otherwise see …" has no condition but its own word. */
function divided(said: string, word: string): readonly (string | undefined)[] {
  const found = arrow.exec(said);
  if (found) {
    return [said.slice(0, found.index), said.slice(found.index + found[0].length)];
  }
  const [condition = "", ...rest] = ` ${said}`.split(goes);
  const [, when, what] = rest.length === 0 ? (thenDo.exec(said) ?? []) : [];
  return when === undefined ? [condition.trim() || word, rest.length === 0 ? undefined : rest.join("")] : [when, what];
}

/** "memory grows by the minute, then restart it" */
const thenDo = /^(.{3,160}?),? then (?!again\b)(.{3,})$/i;

function bareDecision(line: string): readonly (string | undefined)[] {
  const [, figure, sense] = meaning.exec(line) ?? [];
  return figure === undefined ? [] : [figure, sense];
}

const symptomHead =
  /^(?:symptoms?|problems?|issues?|observations?|signs?|indicators?|scenarios?|situations?|if\b.*|when|what you see|conditions?|error(?: message)?|failure(?: mode)?|(?:故障)?(?:现象|症状|问题)|症状|現象|s[ií]ntomas?|problemas?|symptômes?|problèmes?|симптомы?|проблемы?)$/i;
const outcomeHead =
  /\b(?:causes?|sections?|runbook|go to|see|actions?|fix|solutions?|resolution|next|remedy|response|do|step)\b|原因|章节|解决|处理|方案|措施|操作|対処|対応|causas?|soluci[oó]n|solução|acción|ação|acci[oó]n|причин|решени|действи/i;

/** Whether a table's head says that its rows lead from what is seen to what is done. */
export function isDecisionTable(head: readonly string[]): boolean {
  const [first = "", ...rest] = head.map((cell) => cell.trim());
  return symptomHead.test(first) && rest.some((cell) => outcomeHead.test(cell));
}

/** The decision that a row of such a table is: what is seen, and the other cells. Null for a row without words. */
export function rowDecision(cells: readonly string[], lines: LineRange): Decision | null {
  const [condition = "", ...rest] = cells.map((cell) => cell.replace(/\s+/g, " ").trim());
  const outcome = rest.filter((cell) => cell !== "").join(" → ");
  return condition === "" || outcome === "" ? null : { text: `${condition} → ${outcome}`, condition, outcome, lines };
}
