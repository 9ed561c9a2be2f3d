import type { ReactNode } from "react";

/** Nothing is here yet: one sentence, and what to do about it. */
export function EmptyState({
  title,
  children,
  action,
}: {
  readonly title: string;
  readonly children?: ReactNode;
  readonly action?: ReactNode;
}) {
  return (
    <div className="grid justify-items-center gap-3 rounded-lg border border-dashed border-line px-6 py-12 text-center">
      <p className="text-lg font-semibold">{title}</p>
      {children ? <div className="max-w-prose text-mute">{children}</div> : null}
      {action}
    </div>
  );
}
