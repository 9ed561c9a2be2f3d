"use client";

import { ChevronDown } from "lucide-react";
import Link from "next/link";
import { useEffect, useMemo, useState } from "react";
import { hashPlace } from "./hash-place";

export type ContentsEntry = {
  readonly id: string;
  readonly title: string;
  /** It is not on this page: the number of the part that begins with it. */
  readonly part?: number;
  readonly entries: readonly ContentsEntry[];
};

/** Where the reading begins: under the bar, a little below the top. */
const READING_TOP = "-15% 0px 0px 0px";

/** The headings of the document, with the one marked that is being read. */
export function Contents({ entries }: { readonly entries: readonly ContentsEntry[] }) {
  const current = useCurrentSection(entries);
  return (
    <nav aria-label="Contents" className="hidden xl:block print:hidden">
      <div className="sticky top-16 max-h-[calc(100dvh-5rem)] overflow-y-auto">
        <p className="mb-2 font-medium text-mute">Contents</p>
        <Entries entries={entries} current={current} />
      </div>
    </nav>
  );
}

/** The same where there is no room beside the text: one line that says where one is, and unfolds. */
export function FoldedContents({ entries }: { readonly entries: readonly ContentsEntry[] }) {
  const current = useCurrentSection(entries);
  const [isOpen, setIsOpen] = useState(false);
  const here = flat(entries).find(({ id }) => id === current);
  return (
    <nav
      aria-label="Contents"
      className="sticky top-12 z-10 -mx-3 border-b border-line bg-bg px-3 lg:-mx-6 lg:px-6 xl:hidden print:hidden"
    >
      <button
        type="button"
        aria-expanded={isOpen}
        onClick={() => setIsOpen(!isOpen)}
        className="flex min-h-(--control) w-full items-center gap-2 text-left"
      >
        <ChevronDown aria-hidden="true" className={`size-4 shrink-0 text-faint ${isOpen ? "" : "-rotate-90"}`} />
        <span className="font-medium text-mute">Contents</span>
        <span className="min-w-0 truncate text-faint">{here?.title}</span>
      </button>
      {isOpen ? (
        <div className="max-h-[60dvh] overflow-y-auto pb-3 pl-1">
          <Entries entries={entries} current={current} onChoose={() => setIsOpen(false)} />
        </div>
      ) : null}
    </nav>
  );
}

function Entries({
  entries,
  current,
  onChoose,
}: {
  readonly entries: readonly ContentsEntry[];
  readonly current: string | null;
  readonly onChoose?: (() => void) | undefined;
}) {
  return (
    <ul className="grid gap-1 border-l border-line pl-3">
      {entries.map((entry) => (
        <li key={entry.id}>
          <EntryLink entry={entry} isCurrent={entry.id === current} onChoose={onChoose} />
          {entry.entries.length > 0 ? <Entries entries={entry.entries} current={current} onChoose={onChoose} /> : null}
        </li>
      ))}
    </ul>
  );
}

const entryClass =
  "-ml-3.5 block min-h-6 border-l-2 border-transparent py-0.5 pl-3 text-mute [overflow-wrap:anywhere] hover:text-ink aria-[current=location]:border-accent aria-[current=location]:text-ink max-xl:min-h-(--control) max-xl:content-center";

function EntryLink({
  entry: { id, title, part },
  isCurrent,
  onChoose,
}: {
  readonly entry: ContentsEntry;
  readonly isCurrent: boolean;
  readonly onChoose: (() => void) | undefined;
}) {
  return part === undefined ? (
    <a href={`#${id}`} aria-current={isCurrent ? "location" : undefined} onClick={onChoose} className={entryClass}>
      {title}
    </a>
  ) : (
    <Link href={`?part=${part}`} prefetch={false} {...(onChoose && { onClick: onChoose })} className={entryClass}>
      {title}
    </Link>
  );
}

/** The section that is read: the one just gone to while it is in sight, else the topmost. */
function useCurrentSection(entries: readonly ContentsEntry[]): string | null {
  const ids = useMemo(() => flat(entries).map(({ id }) => id), [entries]);
  const [seen, setSeen] = useState<ReadonlySet<string>>(new Set());
  const [goneTo, setGoneTo] = useState<string | null>(null);
  useEffect(() => {
    const observer = new IntersectionObserver((changes) => setSeen((before) => afterChanges(before, changes)), {
      rootMargin: READING_TOP,
    });
    for (const id of ids) {
      const section = document.getElementById(id);
      if (section) {
        observer.observe(section);
      }
    }
    const go = () => setGoneTo(hashPlace());
    go();
    window.addEventListener("hashchange", go);
    return () => {
      observer.disconnect();
      window.removeEventListener("hashchange", go);
    };
  }, [ids]);
  return goneTo !== null && seen.has(goneTo) ? goneTo : (ids.find((id) => seen.has(id)) ?? null);
}

function afterChanges(before: ReadonlySet<string>, changes: readonly IntersectionObserverEntry[]): ReadonlySet<string> {
  const after = new Set(before);
  for (const { isIntersecting, target } of changes) {
    if (isIntersecting) {
      after.add(target.id);
    } else {
      after.delete(target.id);
    }
  }
  return after;
}

function flat(entries: readonly ContentsEntry[]): readonly ContentsEntry[] {
  return entries.flatMap((entry) => [entry, ...flat(entry.entries)]);
}
