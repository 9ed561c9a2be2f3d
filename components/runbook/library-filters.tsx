import { Search } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { Select, TextInput } from "@/components/ui/field";
import { Kbd } from "@/components/ui/kbd";
import type { Staleness } from "@/lib/core/runbook/library/filter-library";
import { phases } from "@/lib/core/runbook/runbook";
import { addressOf } from "@/lib/features/runbook/queries";
import { type LibraryQuery, type LibraryView, libraryQuery } from "@/lib/features/runbook/schema";

const ages: Readonly<Record<Staleness, string>> = {
  "": "Any age",
  review: "Review overdue",
  "3": "Unchanged for 3 months",
  "6": "Unchanged for 6 months",
  "12": "Unchanged for 12 months",
};

/** What is looked for: the words, and what the runbook must be. */
export function LibraryFilters({
  query,
  view,
  onChange,
}: {
  readonly query: LibraryQuery;
  readonly view: LibraryView;
  readonly onChange: (part: Partial<LibraryQuery>) => void;
}) {
  const isFiltered = addressOf({ ...query, q: "" }) !== "";
  return (
    <search className="grid gap-2">
      <span className="relative">
        <Search aria-hidden="true" className="absolute top-1/2 left-2.5 size-4 -translate-y-1/2 text-faint" />
        <TextInput
          type="search"
          data-library-search
          aria-label="Search runbooks"
          placeholder="Title, alert, command or any word of the text"
          className="pr-9 pl-8"
          value={query.q}
          onChange={(event) => onChange({ q: event.target.value })}
        />
        {query.q === "" ? (
          <span className="pointer-events-none absolute top-1/2 right-2.5 -translate-y-1/2 text-faint">
            <Kbd>/</Kbd>
          </span>
        ) : null}
      </span>
      <div className="grid grid-cols-2 items-center gap-2 sm:grid-cols-4 lg:grid-cols-[repeat(4,minmax(0,12rem))_auto_auto_1fr]">
        <Choice label="System" value={query.system} onChoose={(system) => onChange({ system })}>
          <option value="">All systems</option>
          {withChosen(view.systems, query.system).map((system) => (
            <option key={system}>{system}</option>
          ))}
        </Choice>
        <Choice label="Severity" value={query.severity} onChoose={(severity) => onChange({ severity })}>
          <option value="">Any severity</option>
          {withChosen(view.severities, query.severity).map((severity) => (
            <option key={severity}>{severity}</option>
          ))}
        </Choice>
        <Choice
          label="Phase"
          value={query.phase}
          onChoose={(phase) => onChange(libraryQuery.pick({ phase: true }).parse({ phase }))}
        >
          <option value="">Any phase</option>
          {phases.map((phase) => (
            <option key={phase} value={phase}>
              Has {phase}
            </option>
          ))}
        </Choice>
        <Choice
          label="Age"
          value={query.stale}
          onChoose={(stale) => onChange(libraryQuery.pick({ stale: true }).parse({ stale }))}
        >
          {Object.entries(ages).map(([value, words]) => (
            <option key={value} value={value}>
              {words}
            </option>
          ))}
        </Choice>
        <label className="flex min-h-(--control) items-center gap-2 px-1 whitespace-nowrap text-mute">
          <input
            type="checkbox"
            checked={query.findings === "1"}
            onChange={(event) => onChange({ findings: event.target.checked ? "1" : "" })}
          />
          With findings
        </label>
        <Button
          look="quiet"
          className={`justify-self-start ${isFiltered ? "" : "invisible"}`}
          onClick={() => onChange({ ...libraryQuery.parse({}), q: query.q })}
        >
          Clear filters
        </Button>
      </div>
    </search>
  );
}

function Choice({
  label,
  value,
  onChoose,
  children,
}: {
  readonly label: string;
  readonly value: string;
  readonly onChoose: (value: string) => void;
  readonly children: ReactNode;
}) {
  return (
    <Select aria-label={label} value={value} onChange={(event) => onChoose(event.target.value)}>
      {children}
    </Select>
  );
}

/** A link may ask for what is not there any more: the choice still shows it. */
function withChosen(values: readonly string[], chosen: string): readonly string[] {
  return chosen === "" || values.includes(chosen) ? values : [...values, chosen];
}
