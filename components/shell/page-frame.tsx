import type { ReactNode } from "react";

/** A page under the bar: its title, what can be done here, its content. */
export function PageFrame({
  title,
  actions,
  children,
}: {
  readonly title: string;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}) {
  return (
    <main className="mx-auto grid max-w-[90rem] gap-4 px-3 py-5 lg:px-6">
      <div className="flex flex-wrap items-center gap-3">
        <h1 className="min-w-0 flex-1 text-xl font-semibold [overflow-wrap:anywhere]">{title}</h1>
        {actions}
      </div>
      {children}
    </main>
  );
}
