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

export default async function RunbookPage({ params, searchParams }: Props) {
  const [{ slug }, { part: asked }] = await Promise.all([params, searchParams]);
  const number = typeof asked === "string" && /^\d{1,6}$/.test(asked) ? Number(asked) : 1;
  const [viewer, may, { runbook, layout, part, risks, ...page }] = await Promise.all([
    loadViewer(),
    loadLibraryRights(),
    orNotFound(loadRunbook(decodeURIComponent(slug), number)),
  ]);
  return (
    <SignedInFrame place="runbooks" viewer={viewer} title={runbook.title}>
      <RunbookBar page={page} may={may} />
      <RunbookDocument runbook={runbook} layout={layout} part={part} risks={risks} turn={nextTurn} />
      <ChangedNotice slug={page.slug} hash={page.hash} />
    </SignedInFrame>
  );
}
