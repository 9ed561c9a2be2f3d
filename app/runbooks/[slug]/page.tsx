import type { Metadata } from "next";
import { ChangedNotice } from "@/components/runbook/changed-notice";
import { RunbookBar } from "@/components/runbook/runbook-bar";
import { RunbookDocument } from "@/components/runbook/runbook-document";
import { SignedInFrame } from "@/components/shell/signed-in-frame";
import { loadViewer } from "@/lib/features/people/loaders";
import { loadLibraryRights, loadRunbook } from "@/lib/features/runbook/loaders";
import { nextTurn } from "@/lib/web/next-turn";
import { orNotFound } from "@/lib/web/or-not-found";

type Props = PageProps<"/runbooks/[slug]">;

export const metadata: Metadata = { title: "Runbook" };

export default async function RunbookPage({ params }: Props) {
  const { slug } = await params;
  const [viewer, may, { runbook, risks, ...page }] = await Promise.all([
    loadViewer(),
    loadLibraryRights(),
    orNotFound(loadRunbook(decodeURIComponent(slug))),
  ]);
  return (
    <SignedInFrame place="runbooks" viewer={viewer} title={runbook.title}>
      <RunbookBar
        page={page}
        hasText={runbook.diagnostics.every(({ message }) => message !== page.problem)}
        may={may}
      />
      <RunbookDocument runbook={runbook} risks={risks} turn={nextTurn} />
      <ChangedNotice slug={page.slug} hash={page.hash} />
    </SignedInFrame>
  );
}
