import type { RunbookRow } from "@/lib/features/runbook/schema";

const parts = [
  { name: "native", words: "run here", className: "fill-ok" },
  { name: "toolbox", words: "in the toolbox", className: "fill-info" },
  { name: "byHand", words: "by hand", className: "fill-edge" },
] as const;

/** How much of a runbook can be run: three lengths and the same in words. */
export function CoverageBar({ coverage }: { readonly coverage: RunbookRow["coverage"] }) {
  const total = coverage.native + coverage.toolbox + coverage.byHand;
  if (total === 0) {
    return <span className="text-sm text-faint">nothing to run</span>;
  }
  const words = parts.flatMap((part) => (coverage[part.name] > 0 ? [`${coverage[part.name]} ${part.words}`] : []));
  const before = (index: number) => parts.slice(0, index).reduce((sum, part) => sum + coverage[part.name], 0);
  return (
    <div className="grid gap-1">
      <svg
        viewBox={`0 0 ${total} 1`}
        preserveAspectRatio="none"
        aria-hidden="true"
        className="h-1.5 w-full rounded-full"
      >
        {parts.map((part, index) => (
          <rect key={part.name} x={before(index)} width={coverage[part.name]} height="1" className={part.className} />
        ))}
      </svg>
      <span className="text-sm text-mute">{words.join(" · ")}</span>
    </div>
  );
}
