import { DeclareIncident } from "@/components/home/declare-dialog";
import { IncidentList } from "@/components/home/incident-list";
import { SignedInFrame } from "@/components/shell/signed-in-frame";
import { loadDeclareChoices, loadHome } from "@/lib/features/incident/loaders";
import { loadViewer } from "@/lib/features/people/loaders";

export default async function HomePage({ searchParams }: PageProps<"/">) {
  const { declare } = await searchParams;
  const [viewer, { rows, mayOperate }, choices] = await Promise.all([loadViewer(), loadHome(), loadDeclareChoices()]);
  return (
    <SignedInFrame
      place="incidents"
      viewer={viewer}
      title="Incidents"
      actions={
        <DeclareIncident
          choices={choices}
          mayOperate={mayOperate}
          from={typeof declare === "string" ? declare : null}
        />
      }
    >
      <IncidentList rows={rows} />
    </SignedInFrame>
  );
}
