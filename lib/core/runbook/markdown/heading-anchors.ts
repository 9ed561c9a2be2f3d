import type { SectionId } from "@/lib/core/kernel/ids";
import type { Section } from "../runbook";
import { walkSections } from "../walk";

/** The anchor that GitHub gives a heading, before repeats are numbered: what links within a document name. */
export function headingAnchor(title: string): string {
  return title
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, "")
    .replace(/\s/g, "-");
}

/** Names sections in document order; a repeated title gets -1, -2 and so on. Text without a heading has no anchor: null. */
export function anchorNamer(): (section: Pick<Section, "title" | "depth">) => string | null {
  const counts = new Map<string, number>();
  return ({ title, depth }) => {
    if (depth === 0) {
      return null;
    }
    const anchor = headingAnchor(title);
    const count = counts.get(anchor) ?? 0;
    counts.set(anchor, count + 1);
    return count === 0 ? anchor : `${anchor}-${count}`;
  };
}

/** The section that each such anchor of a document names. */
export function sectionsByAnchor(sections: readonly Section[]): ReadonlyMap<string, SectionId> {
  const nameOf = anchorNamer();
  const places = new Map<string, SectionId>();
  for (const section of walkSections(sections)) {
    const anchor = nameOf(section);
    if (anchor !== null) {
      places.set(anchor, section.id);
    }
  }
  return places;
}
