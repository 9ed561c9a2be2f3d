import type { Phase } from "./runbook";
import type { LineRange, Sourced } from "./source";

/** Words of headings, the surest first. */
const phaseWords: readonly (readonly [RegExp, Phase])[] = [
  [/resolution checklist|sign[- ]?off|close[- ]?out/i, "resolution"],
  [/follow[- ]?up|post[- ]?(?:incident|mortem)|lessons|action items/i, "follow-up"],
  [/prevent|long[- ]term|harden|monitoring setup|permanent/i, "prevention"],
  [/escalat|contacts?\b|on[- ]call|war room/i, "escalation"],
  [/verif|confirm(?:ation)?\b|validat|recovery check/i, "verification"],
  [/detect|alert|symptom|trigger/i, "detection"],
  [/immediate|emergency|mitigat|stop the bleeding|quick fix|contain/i, "mitigation"],
  [/initial|assess|triage|first\b|overview|impact|quick health|immediate actions/i, "assessment"],
  [/diagnos|investigat|identify|analy[sz]|root cause|debug|find|check|inspect|review/i, "diagnosis"],
  [/resol|fix|remed|recover|restart|rollback|scale|scenario|solution|pattern|option|tuning|optimi[sz]/i, "mitigation"],
  [
    /reference|appendix|glossary|related|links|commands|examples|background|architecture|table of contents/i,
    "reference",
  ],
];

/** Words that say it only where nothing around them does: "Step 3" of a diagnosis is no mitigation. */
const weakWords: readonly (readonly [RegExp, Phase])[] = [
  [/troubleshoot|possible checks|what to look for/i, "diagnosis"],
  [/\b(?:steps?|procedure|actions?|what to do|playbook|workarounds?|instructions|how to)\b/i, "mitigation"],
  [/^meaning$|^summary$/i, "assessment"],
];

/** The phase that a heading's words say; a section without words of its own is of its parent's phase. */
export function phaseOf(title: string, parent: Sourced<Phase> | null, lines: LineRange): Sourced<Phase> {
  const strong = phaseWords.find(([words]) => words.test(title));
  const found = strong ?? (parent === null ? weakWords.find(([words]) => words.test(title)) : undefined);
  const word = found ? (found[0].exec(title)?.[0] ?? "") : "";
  // Below a mitigation, "Check …" is still part of it.
  const isWeak = found?.[1] === "diagnosis" && parent !== null && parent.value !== "reference";
  if (found && !isWeak) {
    return { value: found[1], from: "inferred", because: `the heading says "${word.toLowerCase()}"`, lines };
  }
  if (parent) {
    return { value: parent.value, from: "inferred", because: "as the section around it", lines };
  }
  return {
    value: found?.[1] ?? "reference",
    from: "inferred",
    because: found ? `the heading says "${word.toLowerCase()}"` : "the heading says nothing",
    lines,
  };
}
