import Link from "next/link";
import { buttonClass } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";

export default function NotFoundPage() {
  return (
    <main className="mx-auto max-w-xl p-6">
      <EmptyState
        title="There is nothing here"
        action={
          <Link href="/" className={buttonClass("primary")}>
            All incidents
          </Link>
        }
      >
        It does not exist, or it is private and you are not one of its readers.
      </EmptyState>
    </main>
  );
}
