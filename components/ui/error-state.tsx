import { TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";

/** What went wrong in one sentence, and the next step. */
export function ErrorState({
  title,
  children,
  action,
}: {
  readonly title: string;
  readonly children?: ReactNode;
  readonly action?: ReactNode;
}) {
  return (
    <div role="alert" className="grid justify-items-start gap-2 rounded-lg border border-bad/50 bg-pane p-4">
      <p className="flex items-center gap-2 font-semibold">
        <TriangleAlert aria-hidden="true" className="size-4 text-bad" />
        {title}
      </p>
      {children ? <div className="text-mute">{children}</div> : null}
      {action}
    </div>
  );
}
