import type { Phase } from "./runbook";
import type { LineRange, Sourced } from "./source";

/** Words of headings, the surest first. */
const phaseWords: readonly (readonly [RegExp, Phase])[] = [
  [/resolution checklist|sign[- ]?off|close[- ]?out/i, "resolution"],
  [/follow[- ]?up|post[- ]?(?:incident|mortem)|lessons|action items/i, "follow-up"],
  [/prevent|long[- ]term|harden|monitoring setup|permanent/i, "prevention"],
  [/escalat|contacts?\b|on[- ]call|war room/i, "escalation"],
  [/\bverify (?:the |that the )?(?:issue|alert|problem|incident|symptoms?|impact|failure|outage)\b/i, "assessment"],
  [/verif|confirm(?:ation)?\b|validat|recovery check|(?:exit|success) criteria/i, "verification"],
  [/detect|(?<!red )alert(?!manager)|symptom|trigger/i, "detection"],
  [/immediate|emergency|mitigat|stop the bleeding|quick fix|contain(?!er)|eradicat/i, "mitigation"],
  [/initial(?!i[sz])|assess|triage|\bfirst\b(?!\))|overview|impact|quick health|immediate actions/i, "assessment"],
  [/diagnos|investigat|identify|analy[sz]|root cause|debug|\bfind|check(?!point|out)|inspect|\breview/i, "diagnosis"],
  [
    /resol(?!ver\b|v\.)|(?<!pre|suf|post)fix|remed|recover|restart|rollback|clean[- ]?up|(?<!time)scale|scenario|solution|pattern|\boptions?\b|tuning|optimi[sz]|\bkill\b/i,
    "mitigation",
  ],
  [/reference|appendix|glossary|\brelated|\blinks|background|architecture|table of contents/i, "reference"],
];

/** The same in other languages, in the same order. */
const otherWords: readonly (readonly [RegExp, Phase])[] = [
  [/lecciones|lições|leçons|nachbereitung|复盘|振り返り|사후|разбор/i, "follow-up"],
  [/preven[cç]|prévention|vorbeug|预防|予防|防止|예방|предотвращ|профилактик/i, "prevention"],
  [/escalam|escalon|escalad|eskalation|上报|エスカレーション|에스컬레이션|эскалац/i, "escalation"],
  [/vérif|überprüf|验证|検証|검증|верификац/i, "verification"],
  [
    /s[ií]ntom[ai]|symptôme|triệu chứng|objawy|belirti|gejala|détection|auslöser|detecci|detecção|症状|现象|告警|アラート|検知|증상|симптом/i,
    "detection",
  ],
  [
    /diagnós|chẩn đoán|nguyên nhân|diagnoza|przyczyn|fehlersuche|oorzaak|ursache|análisis|análise|排查|诊断|原因|調査|切り分け|진단|원인|диагност|причин/i,
    "diagnosis",
  ],
  [
    /soluci|soluç|soluzion|risoluzion|oplossing|rozwiązani|çözüm|penanganan|khắc phục|xử lý|résol|reinici|redémarr|neustart|behebung|wiederherstell|(?<!auf)lösung|otimiza|恢复|修复|处置|处理|解决|回滚|重启|復旧|対処|対応|再起動|복구|조치|해결|восстанов|перезапуск|устран|решени|откат/i,
    "mitigation",
  ],
  [/参考|附录|目录|目次|목차|índice(?!s)|sommaire|inhaltsverzeichnis|содержание|оглавление/i, "reference"],
  [
    /步骤|手順|절차|(?<!\p{L})(?:pasos|passos|étapes|schritte|kroki|langkah|các bước|шаги|acciones|ações|действия)(?!\p{L})/iu,
    "mitigation",
  ],
];

/** Words that say it only where nothing around them does: "Step 3" of a diagnosis is no mitigation. */
const weakWords: readonly (readonly [RegExp, Phase])[] = [
  [/troubleshoot|possible checks|what to look for/i, "diagnosis"],
  [/\b(?:steps?|procedure|actions?|what to do|playbook|workarounds?|instructions|how to)\b/i, "mitigation"],
  [/^meaning$|^summary$/i, "assessment"],
  [/commands|examples/i, "reference"],
  [/\bcauses?\b/i, "diagnosis"],
  [
    /informações gerais|objetivos?\b|pr[eé][- ]?requisit|voraussetzung|metadaten|zugänge|prérequis|requisitos|предварительн|前提|前置/i,
    "reference",
  ],
  [
    /prerequisite|pre-?condition|^(?:\d+[.)]\s*)?(?:requirements?|change ?log|(?:version |revision |change )?history|metadata|resources|see also|further reading|faq|definitions?|terminology|scope|purpose|audience|owners?|access|tools?|introduction|description|notes?|contents|overview|(?:runbook|document) (?:updates?|history)|how it works|when to use.*)\b/i,
    "reference",
  ],
];

type Around = {
  /** Of the section around it. */
  readonly parent: Sourced<Phase> | null;
  /** What the document's title says, for sections of which nothing else does. */
  readonly title: Sourced<Phase> | null;
};

/** The phase that a heading's words say; a section without words of its own is of its parent's phase. */
export function phaseOf(title: string, { parent, title: ofTitle }: Around, lines: LineRange): Sourced<Phase> {
  const found = phaseWord(title, parent === null);
  const isWeak =
    found !== null && parent !== null && isPartOf(found.phase, parent.value) && !saysItAlone(title, parent.value);
  if (found && !isWeak) {
    return { value: found.phase, from: "inferred", because: `the heading says "${found.word.toLowerCase()}"`, lines };
  }
  if (parent) {
    return { value: parent.value, from: "inferred", because: "as the section around it", lines };
  }
  return {
    value: ofTitle?.value ?? "reference",
    from: "inferred",
    because: ofTitle?.because ?? "the heading says nothing",
    lines,
  };
}

/** What a title says of the sections that say nothing themselves: "Rolling back the shop", and no alert's name. */
export function titlePhase(title: string, lines: LineRange): Sourced<Phase> | null {
  const found = phaseWord(
    title.replace(/\S+/g, (word) => (/[a-z][A-Z]/.test(word) ? "" : word)),
    true,
  );
  const isWhole = found !== null && new RegExp(`(?<!\\p{L})${found.word}`, "u").test(title);
  return found && isWhole && passedOn.has(found.phase)
    ? { value: found.phase, from: "inferred", because: `the title says "${found.word.toLowerCase()}"`, lines }
    : null;
}

const passedOn = new Set<Phase>(["diagnosis", "mitigation", "verification", "follow-up"]);

function phaseWord(title: string, isAlone: boolean): { readonly phase: Phase; readonly word: string } | null {
  for (const [words, phase] of [...phaseWords, ...otherWords, ...(isAlone ? weakWords : [])]) {
    const [word] = words.exec(title) ?? [];
    if (word !== undefined) {
      return { phase, word };
    }
  }
  return null;
}

/** "Investigation Steps", "Root Cause Analysis", "Diagnosis": of which phase they are the heading around them does not say. */
function saysItAlone(title: string, around: Phase): boolean {
  return (
    around !== "follow-up" &&
    around !== "escalation" &&
    /\b(?:investigation|diagnos(?:is|tics?|tic steps)|root cause analysis)\b/i.test(title)
  );
}

/** Below a mitigation "Check …" is still part of it, and what is to be done after an incident is no mitigation. */
function isPartOf(phase: Phase, around: Phase): boolean {
  return around === "follow-up"
    ? phase === "mitigation" || phase === "assessment" || phase === "diagnosis"
    : phase === "diagnosis" && around !== "reference";
}
