"use client";

import { Button } from "@/components/ui/button";
import { ErrorState } from "@/components/ui/error-state";

/** A page that could not be shown. The digest is the reference under which the server logged why. */
export default function ErrorPage({
  error,
  reset,
}: {
  readonly error: Error & { readonly digest?: string };
  readonly reset: () => void;
}) {
  return (
    <main className="mx-auto max-w-xl p-6">
      <ErrorState
        title="This page could not be shown"
        action={
          <Button look="primary" onClick={reset}>
            Try again
          </Button>
        }
      >
        Runs that were started go on, and nothing recorded is lost.
        {error.digest ? ` Tell an admin the reference ${error.digest}.` : ""}
      </ErrorState>
    </main>
  );
}
