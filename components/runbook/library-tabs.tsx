import Link from "next/link";

const tabs = [
  { name: "runbooks", label: "All runbooks", href: "/runbooks" },
  { name: "alerts", label: "Alerts without a runbook", href: "/runbooks?view=alerts" },
] as const;
export type LibraryTab = (typeof tabs)[number]["name"];

/** The two sides of the library. */
export function LibraryTabs({ shown }: { readonly shown: LibraryTab }) {
  return (
    <nav aria-label="Library" className="flex border-b border-line">
      {tabs.map(({ name, label, href }) => (
        <Link
          key={name}
          href={href}
          aria-current={name === shown ? "page" : undefined}
          className="-mb-px flex min-h-(--control) items-center border-b-2 border-transparent px-3 text-mute hover:text-ink aria-[current=page]:border-accent aria-[current=page]:font-semibold aria-[current=page]:text-ink"
        >
          {label}
        </Link>
      ))}
    </nav>
  );
}
