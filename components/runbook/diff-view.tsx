import type { DiffHunk } from "@/lib/core/runbook/library/line-diff";

const looks = { same: "text-mute", added: "bg-ok/10 text-ok", removed: "bg-bad/10 text-bad" } as const;
const signs = { same: " ", added: "+", removed: "−" } as const;

/** The difference between two texts: a sign, a colour and the line. */
export function DiffView({
  hunks,
  isWhole = false,
}: {
  readonly hunks: readonly DiffHunk[];
  /** As long as it is, where it has the page for itself. */
  readonly isWhole?: boolean;
}) {
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
