"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { type ReactNode, useDeferredValue, useEffect, useState } from "react";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { addressOf, librarySearchQuery } from "@/lib/features/runbook/queries";
import { type LibraryQuery, type LibraryView, libraryQuery } from "@/lib/features/runbook/schema";
import { LibraryFilters } from "./library-filters";
import { LibraryKeys } from "./library-keys";
import { LibraryNotices } from "./library-notices";
import { LibraryRow } from "./library-row";
import { useLibraryRefresh } from "./use-library-refresh";

const ADDRESS_MS = 250;
const MORE_ROWS = 200;
const everything = libraryQuery.parse({});

/** All runbooks, found as you type; what is looked for stands in the address. */
export function LibrarySearch({
  asked,
  first,
  mayOperate,
  children,
}: {
  readonly asked: LibraryQuery;
  /** What the server found for `asked`. */
  readonly first: LibraryView;
  readonly mayOperate: boolean;
  /** What to do about an empty library. */
  readonly children: ReactNode;
}) {
  const [query, setQuery] = useState(asked);
  const deferred = useDeferredValue(query);
  useLibraryRefresh();
  useAddress(query);
  const { data, error, refetch } = useQuery({
    ...librarySearchQuery(deferred),
    placeholderData: keepPreviousData,
    ...(deferred === asked && { initialData: first }),
  });
  const view = data ?? first;
  if (view.totalCount === 0) {
    return (
      <div className="grid gap-3">
        <LibraryNotices notices={view.notices} />
        {children}
      </div>
    );
  }
  const change = (part: Partial<LibraryQuery>) => setQuery((before) => ({ ...before, show: everything.show, ...part }));
  return (
    <div className="grid gap-3">
      <LibraryKeys />
      <LibraryFilters query={query} view={view} onChange={change} />
      <LibraryNotices notices={view.notices} />
      <output aria-live="polite" className="text-sm text-faint">
        {view.foundCount} of {view.totalCount} runbooks
      </output>
      {error ? (
        <ErrorState title="The search got no answer" action={<Button onClick={() => void refetch()}>Try again</Button>}>
          {error.message} What is listed below may be out of date.
        </ErrorState>
      ) : null}
      {view.rows.length === 0 ? (
        <NothingFound query={query} onClear={() => setQuery(everything)} />
      ) : (
        <ul aria-label="Runbooks" className="overflow-hidden rounded-lg border border-line bg-pane">
          {view.rows.map((row) => (
            <LibraryRow key={row.slug} row={row} mayOperate={mayOperate} />
          ))}
        </ul>
      )}
      {view.foundCount > view.rows.length ? (
        <Button className="justify-self-center" onClick={() => change({ show: query.show + MORE_ROWS })}>
          Show more: {view.rows.length} of {view.foundCount} are listed
        </Button>
      ) : null}
    </div>
  );
}

function NothingFound({ query, onClear }: { readonly query: LibraryQuery; readonly onClear: () => void }) {
  const isFiltered = addressOf({ ...query, q: "" }) !== "";
  return (
    <EmptyState
      title={query.q === "" ? "No runbook passes these filters" : `No runbook holds “${query.q}”`}
      action={<Button onClick={onClear}>Show all runbooks</Button>}
    >
      {isFiltered
        ? "The filters above leave some out: take one away."
        : "Every word must occur in the title, an alert, a command or the text. Try fewer or shorter words."}
    </EmptyState>
  );
}

/** Keeps the address at what is shown, so that it can be handed on. Browsers limit how often it may change. */
function useAddress(query: LibraryQuery): void {
  useEffect(() => {
    const write = () => {
      stop();
      const words = addressOf(query);
      const address = words === "" ? window.location.pathname : `${window.location.pathname}?${words}`;
      if (address !== `${window.location.pathname}${window.location.search}`) {
        window.history.replaceState(null, "", address);
      }
    };
    const timer = setTimeout(write, ADDRESS_MS);
    // A click may begin the way to another page, which the router would call off for an address written later.
    window.addEventListener("click", write, { capture: true });
    const stop = () => {
      clearTimeout(timer);
      window.removeEventListener("click", write, { capture: true });
    };
    return stop;
  }, [query]);
}
