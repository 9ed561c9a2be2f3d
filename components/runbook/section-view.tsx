import { GitBranch, Timer } from "lucide-react";
import { createElement } from "react";
import { Tag } from "@/components/ui/tag";
import type { Block } from "@/lib/core/runbook/block";
import type { Section } from "@/lib/core/runbook/runbook";
import { Blocks } from "./blocks";
import { CodeWithOperations, type OperationIndex } from "./code-with-operations";
import { Provenance } from "./provenance";

/** One section with all that is under it; beside it, what was understood of it and why. */
export function SectionView({ section, index }: { readonly section: Section; readonly index: OperationIndex }) {
  const blocks = contentOf(section);
  const hasContent = section.depth > 0 || blocks.length > 0;
  return (
    <>
      {hasContent ? (
        <section
          id={anchorOf(section)}
          className="grid gap-x-8 gap-y-3 border-t border-line py-5 first:border-t-0 first:pt-0 lg:grid-cols-[minmax(0,1fr)_13rem]"
        >
          <div className="grid min-w-0 content-start gap-3">
            {section.depth > 0 ? <SectionHeading section={section} /> : null}
            <Blocks blocks={blocks} renderCode={(block) => <CodeWithOperations block={block} index={index} />} />
          </div>
          <SectionNotes section={section} />
        </section>
      ) : null}
      {section.sections.map((child) => (
        <SectionView key={child.id} section={child} index={index} />
      ))}
    </>
  );
}

/** The section's blocks without its own heading, which is drawn with the anchor. */
function contentOf(section: Section): readonly Block[] {
  const [first, ...rest] = section.blocks;
  return first?.kind === "heading" && first.lines.start === section.lines.start ? rest : section.blocks;
}

const headingSizes: Record<number, string> = { 1: "text-xl", 2: "text-xl", 3: "text-lg" };

function SectionHeading({ section }: { readonly section: Section }) {
  const level = Math.min(Math.max(section.depth, 2), 6);
  return createElement(
    `h${level}`,
    { className: `group font-semibold ${headingSizes[section.depth] ?? "text-base"}` },
    section.title,
    <a
      key="anchor"
      href={`#${anchorOf(section)}`}
      aria-label={`Link to ${section.title}`}
      className="ml-2 text-faint opacity-0 group-hover:opacity-100 focus-visible:opacity-100"
    >
      #
    </a>,
  );
}

function SectionNotes({ section }: { readonly section: Section }) {
  const { phase, timeBox, branch } = section;
  return (
    <aside
      aria-label={`About ${section.title}`}
      className="grid content-start gap-2 text-sm lg:border-l lg:border-line lg:pl-4"
    >
      <p className="flex flex-wrap items-baseline gap-x-2">
        <Tag>{phase.value}</Tag>
        <Provenance of={phase} />
      </p>
      {timeBox ? (
        <p className="flex items-center gap-1.5 text-mute">
          <Timer aria-hidden="true" className="size-3.5" />
          {timeBox.text}
        </p>
      ) : null}
      {branch ? (
        <div className="text-mute">
          <p className="flex items-center gap-1.5">
            <GitBranch aria-hidden="true" className="size-3.5" />
            {branch.label}: one of several
          </p>
          {branch.symptoms.length > 0 ? (
            <ul className="mt-1 list-disc pl-4 text-faint">
              {branch.symptoms.map((symptom) => (
                <li key={symptom}>{symptom}</li>
              ))}
            </ul>
          ) : null}
        </div>
      ) : null}
    </aside>
  );
}

/** The place of a section in its page's address. */
export function anchorOf(section: Section): string {
  return section.id.replace(/[^\w-]+/g, "-");
}
