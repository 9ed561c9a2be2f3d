import type { Operation, Runbook, Section } from "@/lib/core/runbook/runbook";
import { walkOperations } from "@/lib/core/runbook/walk";
import { FactsTable } from "./facts-table";
import { FindingsList } from "./findings-list";
import { ParametersTable } from "./parameters-table";
import { anchorOf, SectionView } from "./section-view";

/** A runbook as it was understood: the whole text, and beside it every conclusion with its reason. */
export function RunbookDocument({
  runbook,
  risks,
}: {
  readonly runbook: Runbook;
  readonly risks: Readonly<Record<string, string>>;
}) {
  const index = { operations: operationsById(runbook), risks };
  return (
    <div className="grid gap-8 xl:grid-cols-[13rem_minmax(0,1fr)]">
      <nav aria-label="Contents" className="hidden xl:block print:hidden">
        <div className="sticky top-16 max-h-[calc(100dvh-5rem)] overflow-y-auto">
          <p className="mb-2 font-medium text-mute">Contents</p>
          <ContentsList sections={topSections(runbook)} />
        </div>
      </nav>
      <article className="grid min-w-0 max-w-[64rem] gap-6">
        <FindingsList diagnostics={runbook.diagnostics} repairs={runbook.repairs} />
        <FactsTable facts={runbook.facts} />
        <ParametersTable parameters={runbook.parameters} />
        <div className="leading-relaxed">
          {runbook.sections.map((section) => (
            <SectionView key={section.id} section={section} index={index} />
          ))}
        </div>
      </article>
    </div>
  );
}

function ContentsList({ sections }: { readonly sections: readonly Section[] }) {
  const titled = sections.filter((section) => section.depth > 0);
  if (titled.length === 0) {
    return null;
  }
  return (
    <ul className="grid gap-1 border-l border-line pl-3">
      {titled.map((section) => (
        <li key={section.id}>
          <a href={`#${anchorOf(section)}`} className="block py-0.5 text-mute hover:text-ink">
            {section.title}
          </a>
          {section.depth < 3 ? <ContentsList sections={section.sections} /> : null}
        </li>
      ))}
    </ul>
  );
}

/** A single title on top of everything is the page's own title. */
function topSections({ sections }: Runbook): readonly Section[] {
  const titled = sections.filter((section) => section.depth > 0);
  const [only] = titled;
  return titled.length === 1 && only ? only.sections : titled;
}

function operationsById(runbook: Runbook): ReadonlyMap<string, Operation> {
  return new Map([...walkOperations(runbook)].map(({ operation }) => [operation.id, operation]));
}
