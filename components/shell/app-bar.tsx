import Link from "next/link";
import type { ReactNode } from "react";
import { Avatar } from "@/components/ui/avatar";
import type { Role } from "@/lib/core/kernel/actor";
import { ThemeToggle } from "./theme-toggle";

const places = [
  { name: "incidents", label: "Incidents", path: "/" },
  { name: "runbooks", label: "Runbooks", path: "/runbooks" },
  { name: "admin", label: "Admin", path: "/admin" },
] as const;
export type Place = (typeof places)[number]["name"];

/** The top of every page but the war room. `signOut` is the button that ends the session. */
export function AppBar({
  place,
  viewer,
  signOut,
}: {
  readonly place: Place | null;
  readonly viewer: { readonly name: string; readonly role: Role };
  readonly signOut?: ReactNode;
}) {
  const shown = places.filter(({ name }) => name !== "admin" || viewer.role === "admin");
  return (
    <header className="sticky top-0 z-20 border-b border-line bg-pane print:hidden">
      <div className="mx-auto flex min-h-12 max-w-[90rem] items-center gap-1 px-3 lg:px-6">
        <Link href="/" className="mr-3 flex min-h-(--control) items-center gap-2 font-semibold">
          <Mark />
          <span className="max-sm:sr-only">Headroom</span>
        </Link>
        <nav aria-label="Main" className="flex flex-1 items-stretch">
          {shown.map(({ name, label, path }) => (
            <Link
              key={name}
              href={path}
              aria-current={name === place ? "page" : undefined}
              className="flex min-h-(--control) items-center rounded-md px-2.5 text-mute hover:text-ink aria-[current=page]:font-semibold aria-[current=page]:text-ink"
            >
              {label}
            </Link>
          ))}
        </nav>
        <ThemeToggle />
        <Avatar name={viewer.name} isMe />
        {signOut}
      </div>
    </header>
  );
}

/** A line that comes close to its limit. */
export function Mark() {
  return (
    <svg
      viewBox="0 0 32 32"
      aria-hidden="true"
      className="size-5"
      fill="none"
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      <path d="M4 7h24" className="stroke-bad" strokeWidth="3.2" />
      <path d="m4 26 8-7 5 2.500 8-10" className="stroke-accent" strokeWidth="3.6" />
    </svg>
  );
}
