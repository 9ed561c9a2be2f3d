import type { Metadata } from "next";
import { UncoveredAlerts } from "@/components/alert/uncovered-alerts";
import { LibrarySearch } from "@/components/runbook/library-search";
import { LibraryTabs } from "@/components/runbook/library-tabs";
import { UploadRunbook } from "@/components/runbook/upload-dialog";
import { SignedInFrame } from "@/components/shell/signed-in-frame";
import { EmptyState } from "@/components/ui/empty-state";
import { loadViewer } from "@/lib/features/people/loaders";
import { loadLibrary, loadLibraryRights, loadRunbookFolder } from "@/lib/features/runbook/loaders";
import { libraryQuery } from "@/lib/features/runbook/schema";

export const metadata: Metadata = { title: "Runbooks" };

export default async function RunbooksPage({ searchParams }: PageProps<"/runbooks">) {
  const words = await searchParams;
  const asked = libraryQuery.parse(words);
  const shown = words["view"] === "alerts" ? "alerts" : "runbooks";
  const [viewer, view, may, folder] = await Promise.all([
    loadViewer(),
    loadLibrary(asked),
    loadLibraryRights(),
    loadRunbookFolder(),
  ]);
  return (
    <SignedInFrame
      place="runbooks"
      viewer={viewer}
      title="Runbooks"
      actions={may.administer ? <UploadRunbook /> : null}
    >
      <LibraryTabs shown={shown} />
      {shown === "alerts" ? (
        <UncoveredAlerts />
      ) : (
        <LibrarySearch asked={asked} first={view} mayOperate={may.operate}>
          <EmptyState title="No runbooks yet">
            Put Markdown files into <code>{folder}</code>. They appear here within a few seconds, as they are.
            {may.administer ? " Or upload one." : ""}
          </EmptyState>
        </LibrarySearch>
      )}
    </SignedInFrame>
  );
}
