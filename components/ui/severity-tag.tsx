const colours: Record<string, string> = {
  P0: "bg-bad text-on-bad",
  P1: "bg-bad text-on-bad",
  P2: "bg-warn text-bg",
  P3: "border border-edge text-ink",
  P4: "border border-line text-mute",
};

/** P0 … P4. Only the two that hurt are red. */
export function SeverityTag({ severity }: { readonly severity: string }) {
  return (
    <span
      className={`inline-grid h-5 min-w-7 shrink-0 place-items-center rounded px-1.5 text-sm font-semibold ${colours[severity] ?? "border border-line"}`}
    >
      <span className="sr-only">Severity </span>
      {severity}
    </span>
  );
}
