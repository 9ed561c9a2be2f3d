import type { SectionId } from "@/lib/core/kernel/ids";
import { documentLinks } from "../facts/document-links";
import { headingAnchor } from "../markdown/heading-anchors";
import type { Decision, Section, Step } from "../runbook";
import type { LineRange } from "../source";
import { walkSections } from "../walk";

type Place = { readonly id: SectionId; readonly title: string; readonly words: string; readonly anchor: string };
type Link = { readonly text: string; readonly url: string; readonly lines: LineRange };
type Lookup = { readonly places: readonly Place[]; readonly links: readonly Link[] };

/** Finds the section that each decision leads to: by a link within the document, a number, a label or a title. */
export function withDestinations(sections: readonly Section[]): readonly Section[] {
  const all = [...walkSections(sections)];
  if (!all.some(({ steps }) => steps.some(hasDecision))) {
    return sections;
  }
  const map = {
    places: all.filter(({ depth }) => depth > 0).map(placeOf),
    links: documentLinks(sections).filter(({ url }) => url.startsWith("#")),
  };
  return sections.map((section) => mapSection(section, map));
}

function hasDecision(step: Step): boolean {
  return step.decisions.length > 0 || step.steps.some(hasDecision);
}

function placeOf({ id, title }: Section): Place {
  return { id, title: title.trim(), words: wordsOf(title), anchor: headingAnchor(title) };
}

function mapSection(section: Section, map: Lookup): Section {
  return {
    ...section,
    steps: section.steps.map((step) => mapStep(step, { map, within: section.id })),
    sections: section.sections.map((inner) => mapSection(inner, map)),
  };
}

function mapStep(step: Step, around: { readonly map: Lookup; readonly within: SectionId }): Step {
  return {
    ...step,
    decisions: step.decisions.map((decision) => {
      const leadsTo = decision.leadsTo ?? destinationOf(decision, around.map);
      return leadsTo === null || leadsTo === around.within ? decision : { ...decision, leadsTo };
    }),
    steps: step.steps.map((inner) => mapStep(inner, around)),
  };
}

function destinationOf(decision: Decision, { places, links }: Lookup): SectionId | null {
  const link = links.find(
    ({ text, lines }) =>
      lines.start >= decision.lines.start && lines.end <= decision.lines.end && decision.outcome.includes(text),
  );
  const linked = link && places.find(({ anchor }) => anchor === decodedAnchor(link.url));
  return linked?.id ?? namedPlace(decision.outcome, places)?.id ?? null;
}

const numbered = /\b(?:section|sec\.|§)\s*(\d+(?:\.\d+)*)/i;
const labelled =
  /\b((?:scenario|pattern|option|case|variant|step|phase|level|procedure|part)\s+[A-Z0-9]+(?:\.\d+)*)\b/i;
const called =
  /(?:\b(?:see|go ?to|jump to|proceed (?:to|with)|skip to|continue (?:with|at|to)|follow|move (?:on )?to)\s+|["“«])(?:the\s+)?(?:section\s+)?["“«]?([^"”»().,;]{4,60})/i;

function namedPlace(outcome: string, places: readonly Place[]): Place | null {
  const [, number] = numbered.exec(outcome) ?? [];
  if (number !== undefined) {
    return (
      places.find(({ title }) =>
        new RegExp(`^(?:section\\s+)?${number.replaceAll(".", "\\.")}(?![\\d.]*\\d)`, "i").test(title),
      ) ?? null
    );
  }
  const [, label] = labelled.exec(outcome) ?? [];
  const found = label === undefined ? undefined : places.find(({ words }) => startsWithWords(words, wordsOf(label)));
  return found ?? titledPlace(outcome, places);
}

/** "see Native memory", or a cell or an outcome that is a title. */
function titledPlace(outcome: string, places: readonly Place[]): Place | null {
  const [, name = ""] = called.exec(outcome) ?? [];
  const phrases = [name, ...outcome.split(" → ")].map(wordsOf).filter((phrase) => /\p{L}{4}/u.test(phrase));
  const isExact = (phrase: string) => places.find(({ words }) => words === phrase);
  const isBegun = (phrase: string) =>
    phrase.includes(" ")
      ? places.find(({ words }) => startsWithWords(words, phrase) || words.endsWith(` ${phrase}`))
      : undefined;
  const exact = phrases.map(isExact).find(Boolean);
  return (
    exact ??
    phrases
      .slice(0, name === "" ? 0 : 1)
      .map(isBegun)
      .find(Boolean) ??
    null
  );
}

function startsWithWords(words: string, beginning: string): boolean {
  return words === beginning || words.startsWith(`${beginning} `);
}

/** Lower-case words without numbers in front, marks and pictures. */
function wordsOf(title: string): string {
  return title
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim()
    .replace(/^(?:section )?\d+(?: \d+)* (?=\p{L})/u, "");
}

function decodedAnchor(url: string): string {
  try {
    return decodeURIComponent(url.slice(1)).toLowerCase();
  } catch (error) {
    if (error instanceof URIError) {
      return url.slice(1).toLowerCase();
    }
    throw error;
  }
}
