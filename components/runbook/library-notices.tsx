import { TriangleAlert } from "lucide-react";

/** What went wrong while the folders were read: said once, with the rest to unfold. */
export function LibraryNotices({ notices }: { readonly notices: readonly string[] }) {
  const [first, ...rest] = notices;
  if (first === undefined) {
    return null;
  }
  return (
    <section aria-label="Notices" className="grid gap-1 rounded-lg border border-line bg-pane px-3 py-2 text-sm">
      <p className="flex items-start gap-2 [overflow-wrap:anywhere]">
        <TriangleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-warn" />
        {first}
      </p>
      {rest.length > 0 ? (
        <details className="pl-6">
          <summary className="text-mute">{rest.length === 1 ? "1 more notice" : `${rest.length} more notices`}</summary>
          <ul className="mt-1 grid max-h-60 gap-1 overflow-y-auto text-mute [overflow-wrap:anywhere]">
            {rest.map((notice) => (
              <li key={notice}>{notice}</li>
            ))}
          </ul>
        </details>
      ) : null}
    </section>
  );
}
