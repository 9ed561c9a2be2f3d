import type { ReactNode } from "react";
import { Mark } from "@/components/shell/app-bar";

/** The page before anybody is signed in: one column, one form. */
export function EntryFrame({
  title,
  lead,
  children,
}: {
  readonly title: string;
  readonly lead: string;
  readonly children: ReactNode;
}) {
  return (
    <main className="grid min-h-dvh content-center justify-items-center gap-6 p-4">
      <div className="grid w-full max-w-sm gap-5">
        <div className="flex items-center gap-2.5 font-semibold">
          <Mark />
          Headroom
        </div>
        <div className="grid gap-1">
          <h1 className="text-xl font-semibold">{title}</h1>
          <p className="text-mute">{lead}</p>
        </div>
        {children}
      </div>
    </main>
  );
}
