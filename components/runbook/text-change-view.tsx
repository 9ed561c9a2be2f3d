import type { DiffHunk } from "@/lib/core/runbook/library/line-diff";
import type { TextChange } from "@/lib/features/runbook/schema";

const looks = { same: "text-mute", added: "bg-ok/10 text-ok", removed: "bg-bad/10 text-bad" } as const;
const signs = { same: " ", added: "+", removed: "−" } as const;

type Size = {
  /** As long as it is, where it has the page for itself. */
  readonly isWhole?: boolean;
};

/** What changed from one text to another. */
export function TextChangeView({ change, isWhole = false }: Size & { readonly change: TextChange }) {
  switch (change.kind) {
    case "unlike":
      return <p className="text-mute">The two texts have nothing in common.</p>;
    case "too-long":
      return (
        <p className="text-mute">The two texts are too long to be compared here. Compare them where they are kept.</p>
      );
    case "diff":
      return change.hunks.length === 0 ? (
        <p className="text-mute">Nothing but the ends of lines changed.</p>
      ) : (
        <Hunks hunks={change.hunks} isWhole={isWhole} />
      );
  }
}

/** A sign, a colour and the line. */
function Hunks({ hunks, isWhole }: Required<Size> & { readonly hunks: readonly DiffHunk[] }) {
  return (
    <div className={`overflow-auto rounded-md border border-line font-mono text-sm ${isWhole ? "" : "max-h-[50dvh]"}`}>
      {hunks.map((hunk) => (
        <section key={hunk.newStart} aria-label={`From line ${hunk.newStart}`}>
          <h3 className="border-b border-line bg-raise px-2 py-0.5 text-faint">line {hunk.newStart}</h3>
          <pre className="w-max min-w-full">
            {hunk.lines.map((line) => (
              <span key={`${line.kind} ${line.number}`} className={`block px-2 ${looks[line.kind]}`}>
                {signs[line.kind]} {line.text}
              </span>
            ))}
          </pre>
        </section>
      ))}
    </div>
  );
}
