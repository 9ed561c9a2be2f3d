import Link from "next/link";
import { buttonClass } from "@/components/ui/button";

/** Where one is in a runbook that is too long for one page, and the way on. */
export function PartPager({ part, count }: { readonly part: number; readonly count: number }) {
  return (
    <nav aria-label="Parts" className="flex flex-wrap items-center gap-x-3 gap-y-1.5 print:hidden">
      <span className="text-mute">
        Part {part} of {count}: this runbook is too long for one page.
      </span>
      {part > 1 ? (
        <Link href={`?part=${part - 1}`} prefetch={false} className={buttonClass()}>
          Previous part
        </Link>
      ) : null}
      {part < count ? (
        <Link href={`?part=${part + 1}`} prefetch={false} className={buttonClass()}>
          Next part
        </Link>
      ) : null}
    </nav>
  );
}
