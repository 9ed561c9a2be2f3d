import type { ReactNode } from "react";

const stacked =
  "max-md:block max-md:[&_thead]:sr-only max-md:[&_tbody]:block max-md:[&_tr]:grid max-md:[&_tr]:grid-cols-[auto_minmax(0,1fr)_auto] max-md:[&_tr]:items-center max-md:[&_tr]:py-1 max-md:[&_td]:py-1";

/** A table in a frame that scrolls sideways on its own when the screen is narrow. */
export function Table({
  label,
  head,
  isStacked = false,
  children,
}: {
  readonly label: string;
  readonly head: readonly string[];
  /** On a phone each row is a small card; its cells say where they stand (`max-md:` classes). */
  readonly isStacked?: boolean;
  readonly children: ReactNode;
}) {
  return (
    <div className="overflow-x-auto rounded-lg border border-line bg-pane">
      <table aria-label={label} className={`w-full border-collapse text-left ${isStacked ? stacked : ""}`}>
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

export function Cell({
  children,
  isNumber = false,
  className = "",
}: {
  readonly children?: ReactNode;
  readonly isNumber?: boolean;
  readonly className?: string;
}) {
  const number = isNumber ? "text-right whitespace-nowrap" : "";
  return <td className={`px-3 py-2 align-middle ${number} ${className}`}>{children}</td>;
}
