import Link from "next/link";
import type { RevisionChange, RevisionRow, RunbookHistory } from "@/lib/features/runbook/schema";
import { TextChangeView } from "./text-change-view";

/** Every revision of a runbook, and what the chosen one changed. */
export function RevisionHistory({ history }: { readonly history: RunbookHistory }) {
  const { slug, revisions, chosen } = history;
  return (
    <div className="grid items-start gap-4 lg:grid-cols-[20rem_minmax(0,1fr)]">
      <ol
        aria-label="Revisions"
        className="overflow-y-auto rounded-lg border border-line bg-pane max-lg:max-h-[40dvh] lg:sticky lg:top-16 lg:max-h-[calc(100dvh-5rem)]"
      >
        {revisions.map((revision) => (
          <li key={revision.number} className="border-line not-first:border-t">
            <Link
              href={`/runbooks/${slug}/history?revision=${revision.number}`}
              aria-current={revision.number === chosen?.number ? "true" : undefined}
              scroll={false}
              className="grid gap-0.5 border-l-2 border-transparent px-3 py-2 hover:bg-raise focus-visible:-outline-offset-2 aria-[current=true]:border-accent aria-[current=true]:bg-raise"
            >
              <RevisionLines revision={revision} />
            </Link>
          </li>
        ))}
      </ol>
      <section aria-label="What changed" className="grid min-w-0 gap-2">
        {chosen ? (
          <>
            <h2 className="font-semibold">
              {chosen.change.kind === "first"
                ? `Revision ${chosen.number}`
                : `What changed from revision ${chosen.number - 1} to ${chosen.number}`}
            </h2>
            <Change change={chosen.change} />
          </>
        ) : (
          <p className="text-mute">There is no such revision. Choose one of the list.</p>
        )}
      </section>
    </div>
  );
}

function RevisionLines({ revision }: { readonly revision: RevisionRow }) {
  const { number, hash, at, uploadedBy, commit, review } = revision;
  return (
    <>
      <span className="flex items-baseline justify-between gap-2">
        <span className="font-semibold">Revision {number}</span>
        <time dateTime={commit?.at ?? at} className="text-sm whitespace-nowrap text-mute">
          {minuteOf(commit?.at ?? at)}
        </time>
      </span>
      <span className="truncate text-sm text-mute">
        {commit ? `${commit.author}: ${commit.subject}` : originOf(uploadedBy)}
      </span>
      <span className="flex flex-wrap gap-x-2 text-sm text-faint">
        <span>
          text <code>{hash.slice(0, 8)}</code>
        </span>
        {commit ? (
          <span>
            commit <code>{commit.id.slice(0, 8)}</code>
          </span>
        ) : null}
        {review ? <span className="text-ok">reviewed by {review.name}</span> : null}
      </span>
    </>
  );
}

function originOf(uploadedBy: string | null): string {
  return uploadedBy === null ? "changed in the folder, no commit known" : `uploaded by ${uploadedBy}`;
}

/** In UTC, as every reader of the same link sees it. */
function minuteOf(at: string): string {
  return `${new Date(at).toISOString().slice(0, 16).replace("T", " ")} UTC`;
}

function Change({ change }: { readonly change: RevisionChange }) {
  return change.kind === "first" ? (
    <p className="text-mute">The first text that Headroom read: {change.lineCount} lines.</p>
  ) : (
    <TextChangeView change={change} isWhole />
  );
}
