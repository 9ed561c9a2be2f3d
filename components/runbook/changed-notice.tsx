"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useLibraryChange } from "@/components/live/use-library-change";
import { Button, buttonClass } from "@/components/ui/button";
import { runbookNowQuery } from "@/lib/features/runbook/queries";

/** Says that the text on this page is no longer the newest, as soon as that is so. What is read stays where it is. */
export function ChangedNotice({ slug, hash }: { readonly slug: string; readonly hash: string }) {
  const router = useRouter();
  const queryClient = useQueryClient();
  const query = runbookNowQuery(slug);
  const { data: now } = useQuery(query);
  useLibraryChange(() => void queryClient.invalidateQueries({ queryKey: query.queryKey }));
  const isGone = now?.hash === null;
  return (
    <div role="status" className="pointer-events-none fixed inset-x-3 bottom-3 z-30 grid justify-items-center">
      {now && now.hash !== hash ? (
        <div className="pointer-events-auto flex flex-wrap items-center gap-x-3 gap-y-1.5 rounded-lg border border-warn/60 bg-pane px-3 py-2">
          <span className="text-warn">
            {isGone ? "This runbook is no longer in the library." : "This runbook changed. You see the text before."}
          </span>
          {isGone ? (
            <Link href="/runbooks" className={buttonClass()}>
              To the library
            </Link>
          ) : (
            <>
              <Link href={`/runbooks/${slug}/history`} className={buttonClass("quiet")}>
                What changed
              </Link>
              <Button onClick={() => router.refresh()}>Show the new text</Button>
            </>
          )}
        </div>
      ) : null}
    </div>
  );
}
