import type { SectionId } from "@/lib/core/kernel/ids";
import type { Section } from "./runbook";
import { walkSections } from "./walk";

/** The anchor that GitHub gives a heading, before repeats are numbered: what links within a document name. */
export function headingAnchor(title: string): string {
  return title
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, "")
    .replace(/\s/g, "-");
}

/** The section that each such anchor of a document names; a repeated title gets -1, -2 and so on. */
export function sectionsByAnchor(sections: readonly Section[]): ReadonlyMap<string, SectionId> {
  const places = new Map<string, SectionId>();
  const counts = new Map<string, number>();
  for (const { id, title, depth } of walkSections(sections)) {
    const anchor = headingAnchor(title);
    const count = counts.get(anchor) ?? 0;
    if (depth > 0) {
      counts.set(anchor, count + 1);
      places.set(count === 0 ? anchor : `${anchor}-${count}`, id);
    }
  }
  return places;
}
