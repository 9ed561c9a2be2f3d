"use client";

import Link from "next/link";
import { useRouter } from "next/navigation";
import { useAct } from "@/components/action/use-act";
import { Button, buttonClass } from "@/components/ui/button";
import { reviewRevisionAction } from "@/lib/features/runbook/actions";
import type { LibraryRights, RunbookPage } from "@/lib/features/runbook/schema";
import { RemoveUpload } from "./remove-upload";
import { UploadRunbook } from "./upload-dialog";

type Facts = Pick<
  RunbookPage,
  "slug" | "hash" | "path" | "isUpload" | "problem" | "hasText" | "review" | "needsReview"
>;

/** What can be done with a runbook, and which revision of it this is. */
export function RunbookBar({ page, may }: { readonly page: Facts; readonly may: LibraryRights }) {
  const { slug, hash, path, isUpload, problem, hasText } = page;
  return (
    <div className="grid gap-2">
      <div className="grid gap-2 lg:flex lg:flex-row-reverse lg:items-center lg:justify-between">
        <div className="flex flex-wrap items-center gap-2">
          {may.operate && hasText ? (
            <Link href={`/?declare=${encodeURIComponent(slug)}`} className={buttonClass("primary")}>
              Declare from here
            </Link>
          ) : null}
          <Link href={`/runbooks/${slug}/history`} className={buttonClass()}>
            History
          </Link>
          {isUpload && may.administer ? (
            <>
              <UploadRunbook replaces={{ path, hash }} />
              <RemoveUpload slug={slug} />
            </>
          ) : null}
        </div>
        <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm text-mute">
          <span className="[overflow-wrap:anywhere]">{isUpload ? `${path} · uploaded` : path}</span>
          <span>
            revision <code>{hash.slice(0, 8)}</code>
          </span>
          {hasText ? <ReviewState page={page} mayReview={may.review} /> : null}
        </p>
      </div>
      {problem ? (
        <p className="text-bad [overflow-wrap:anywhere]">
          {problem}{" "}
          {hasText
            ? "What you see is the last revision that could be read."
            : "It has no earlier revision: there is nothing to declare from."}
        </p>
      ) : null}
    </div>
  );
}

function ReviewState({ page, mayReview }: { readonly page: Facts; readonly mayReview: boolean }) {
  const { act, isPending } = useAct();
  const router = useRouter();
  const { review, needsReview, slug, hash } = page;
  if (review) {
    return (
      <span className="text-ok">
        reviewed by {review.name} on {review.at.slice(0, 10)}
      </span>
    );
  }
  const mark = async () => {
    if (await act(() => reviewRevisionAction({ slug, hash }))) {
      router.refresh();
    }
  };
  return (
    <>
      <span className={needsReview ? "text-warn" : ""}>
        {needsReview ? "not reviewed: it can be read, not run" : "not reviewed"}
      </span>
      {mayReview ? (
        <Button offBecause={isPending ? "Being recorded" : null} onClick={() => void mark()}>
          Mark as reviewed
        </Button>
      ) : null}
    </>
  );
}
