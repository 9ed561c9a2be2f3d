import { DeclareIncident } from "@/components/home/declare-dialog";
import { IncidentList } from "@/components/home/incident-list";
import { SignedInFrame } from "@/components/shell/signed-in-frame";
import { loadDeclareChoices, loadHome } from "@/lib/features/incident/loaders";
import { loadViewer } from "@/lib/features/people/loaders";

export default async function HomePage() {
  const [viewer, { rows, mayOperate }, choices] = await Promise.all([loadViewer(), loadHome(), loadDeclareChoices()]);
  return (
    <SignedInFrame
      place="incidents"
      viewer={viewer}
      title="Incidents"
      actions={<DeclareIncident choices={choices} mayOperate={mayOperate} />}
    >
      <IncidentList rows={rows} />
    </SignedInFrame>
  );
}
