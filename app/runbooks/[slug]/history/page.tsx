import type { Metadata } from "next";
import Link from "next/link";
import { FollowHistory } from "@/components/runbook/follow-history";
import { RevisionHistory } from "@/components/runbook/revision-history";
import { SignedInFrame } from "@/components/shell/signed-in-frame";
import { buttonClass } from "@/components/ui/button";
import { loadViewer } from "@/lib/features/people/loaders";
import { loadHistory } from "@/lib/features/runbook/loaders";
import { orNotFound } from "@/lib/web/or-not-found";

type Props = PageProps<"/runbooks/[slug]/history">;

export const metadata: Metadata = { title: "History of a runbook" };

export default async function HistoryPage({ params, searchParams }: Props) {
  const [{ slug }, { revision }] = await Promise.all([params, searchParams]);
  const number = typeof revision === "string" && /^\d{1,6}$/.test(revision) ? Number(revision) : null;
  const [viewer, history] = await Promise.all([
    loadViewer(),
    orNotFound(loadHistory(decodeURIComponent(slug), number)),
  ]);
  return (
    <SignedInFrame
      place="runbooks"
      viewer={viewer}
      title={`History: ${history.title}`}
      actions={
        <Link href={`/runbooks/${history.slug}`} className={buttonClass()}>
          Back to the runbook
        </Link>
      }
    >
      <RevisionHistory history={history} />
      <FollowHistory />
    </SignedInFrame>
  );
}
