import type { Metadata } from "next";
import { SourcesAdmin } from "@/components/alert/sources-admin";
import { PeopleAdmin } from "@/components/people/people-admin";
import { SignedInFrame } from "@/components/shell/signed-in-frame";
import { loadSources, loadWebhookUrl } from "@/lib/features/alert/loaders";
import { changeRoleAction, createPersonAction } from "@/lib/features/people/actions";
import { loadPeople, loadViewer } from "@/lib/features/people/loaders";

export const metadata: Metadata = { title: "Admin" };

export default async function AdminPage() {
  const [viewer, people, sources, webhookUrl] = await Promise.all([
    loadViewer(),
    loadPeople(),
    loadSources(),
    loadWebhookUrl(),
  ]);
  return (
    <SignedInFrame place="admin" viewer={viewer} title="Admin">
      <PeopleAdmin
        people={people}
        viewerId={viewer.userId}
        createPerson={createPersonAction}
        changeRole={changeRoleAction}
      />
      <SourcesAdmin sources={sources} webhookUrl={webhookUrl} />
    </SignedInFrame>
  );
}
