"use client";

import { X } from "lucide-react";
import { useId } from "react";
import { useAct } from "@/components/action/use-act";
import { Avatar } from "@/components/ui/avatar";
import { Dialog } from "@/components/ui/dialog";
import { Field, Select } from "@/components/ui/field";
import { type IncidentRole, incidentRoles, severities } from "@/lib/core/incident/incident";
import { assignRoleAction, changeSeverityAction, releaseRoleAction } from "@/lib/features/incident/actions";
import { useRoom } from "./room-context";
import { VisibilityForm } from "./visibility-form";

const roleHelp: Record<IncidentRole, string> = {
  commander: "decides; one person",
  scribe: "keeps the notes",
  responder: "runs the steps",
};

/** Who does what, how bad it is, and who may read it. */
export function IncidentDialog({ isOpen, onClose }: { readonly isOpen: boolean; readonly onClose: () => void }) {
  return (
    <Dialog title="People and severity" isOpen={isOpen} onClose={onClose}>
      <div className="grid gap-5">
        {incidentRoles.map((role) => (
          <RoleRow key={role} role={role} />
        ))}
        <SeverityRow />
        <VisibilityForm />
      </div>
    </Dialog>
  );
}

function RoleRow({ role }: { readonly role: IncidentRole }) {
  const { dto, state, offBecause } = useRoom();
  const { act, isPending } = useAct();
  const headingId = useId();
  const incidentId = dto.incident.id;
  const holders = state.roles[role];
  const others = dto.people.filter((person) => !holders.some((holder) => holder.userId === person.userId));
  const give = (userId: string) => void act(() => assignRoleAction({ incidentId, role, userId }));
  return (
    <section aria-labelledby={headingId} className="grid gap-2">
      <h3 id={headingId} className="font-medium">
        <span className="capitalize">{role}</span> <span className="font-normal text-faint">{roleHelp[role]}</span>
      </h3>
      <ul className="grid gap-1 empty:hidden">
        {holders.map((holder) => (
          <li key={holder.userId} className="flex items-center gap-2">
            <Avatar name={holder.name} isMe={holder.userId === dto.viewer.userId} />
            <span className="flex-1">{holder.name}</span>
            <button
              type="button"
              disabled={offBecause !== null || isPending}
              aria-label={`${holder.name} is no longer ${role}`}
              onClick={() => void act(() => releaseRoleAction({ incidentId, role, userId: holder.userId }))}
              className="grid size-(--control) place-items-center rounded-md text-mute hover:bg-raise hover:text-ink"
            >
              <X aria-hidden="true" className="size-4" />
            </button>
          </li>
        ))}
      </ul>
      <Select
        aria-label={`Make somebody ${role}`}
        value=""
        disabled={offBecause !== null || isPending}
        onChange={(event) => give(event.target.value)}
      >
        <option value="">{holders.length === 0 ? "Nobody yet: choose" : "Add or hand over"}</option>
        {others.map((person) => (
          <option key={person.userId} value={person.userId}>
            {person.name}
            {person.userId === dto.viewer.userId ? " (you)" : ""}
          </option>
        ))}
      </Select>
    </section>
  );
}

function SeverityRow() {
  const { dto, state, offBecause } = useRoom();
  const { act } = useAct();
  const choose = (word: string) => {
    const severity = severities.find((known) => known === word);
    if (severity) {
      void act(() => changeSeverityAction({ incidentId: dto.incident.id, severity }));
    }
  };
  return (
    <Field label="Severity">
      <Select value={state.severity} disabled={offBecause !== null} onChange={(event) => choose(event.target.value)}>
        {severities.map((severity) => (
          <option key={severity}>{severity}</option>
        ))}
      </Select>
    </Field>
  );
}
