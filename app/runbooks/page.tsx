import type { Metadata } from "next";
import { RunbookLibrary } from "@/components/runbook/runbook-library";
import { SignedInFrame } from "@/components/shell/signed-in-frame";
import { loadViewer } from "@/lib/features/people/loaders";
import { loadLibrary, loadRunbookFolder } from "@/lib/features/runbook/loaders";

export const metadata: Metadata = { title: "Runbooks" };

export default async function RunbooksPage() {
  const [viewer, rows, folder] = await Promise.all([loadViewer(), loadLibrary(), loadRunbookFolder()]);
  return (
    <SignedInFrame place="runbooks" viewer={viewer} title="Runbooks">
      <RunbookLibrary rows={rows} folder={folder} />
    </SignedInFrame>
  );
}
