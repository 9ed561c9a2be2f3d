import type { ReactNode } from "react";

/** A table in a frame that scrolls sideways on its own when the screen is narrow. */
export function Table({
  label,
  head,
  children,
}: {
  readonly label: string;
  readonly head: readonly string[];
  readonly children: ReactNode;
}) {
  return (
    <div className="overflow-x-auto rounded-lg border border-line bg-pane">
      <table aria-label={label} className="w-full border-collapse text-left">
        <thead>
          <tr className="border-b border-line text-sm text-faint">
            {head.map((title) => (
              <th key={title} scope="col" className="px-3 py-2 font-medium whitespace-nowrap">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="[&>tr+tr]:border-t [&>tr]:border-line">{children}</tbody>
      </table>
    </div>
  );
}

export function Cell({ children, isNumber = false }: { readonly children?: ReactNode; readonly isNumber?: boolean }) {
  return <td className={`px-3 py-2 align-middle ${isNumber ? "text-right whitespace-nowrap" : ""}`}>{children}</td>;
}
