"use client";

import Link from "next/link";
import { type FormEvent, useState } from "react";
import { useAct } from "@/components/action/use-act";
import { Button, buttonClass } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field, Textarea } from "@/components/ui/field";
import { Form } from "@/components/ui/form";
import { StatusIcon } from "@/components/ui/status-icon";
import { signOffBlockers } from "@/lib/core/checklist/checklist";
import { resolveIncidentAction } from "@/lib/features/incident/actions";
import { useRoom } from "./room-context";

/** Resolving: what is still open comes first; it cannot be passed by, only settled. */
export function ResolveDialog({ isOpen, onClose }: { readonly isOpen: boolean; readonly onClose: () => void }) {
  return (
    <Dialog title="Resolve the incident" isOpen={isOpen} onClose={onClose}>
      <ResolveForm onClose={onClose} />
    </Dialog>
  );
}

function ResolveForm({ onClose }: { readonly onClose: () => void }) {
  const { dto, state, sections } = useRoom();
  const [statement, setStatement] = useState("");
  const { act, isPending } = useAct();
  const blockers = signOffBlockers(dto.runbook?.facts.resolutionChecklist ?? [], state.items);
  const running = Object.values(state.runs).filter((run) => run.status === "running");
  const waiting = sections.flatMap((part) => part.lines).filter(({ view }) => view.status === "waiting");
  const resolve = async (event: FormEvent) => {
    event.preventDefault();
    const incidentId = dto.incident.id;
    if (blockers.length === 0 && (await act(() => resolveIncidentAction({ incidentId, statement })))) {
      onClose();
    }
  };
  return (
    <Form onSubmit={(event) => void resolve(event)} className="grid gap-4">
      {blockers.length > 0 ? (
        <div className="grid gap-2">
          <p className="font-medium text-warn">
            {blockers.length === 1 ? "One point is" : `${blockers.length} points are`} still to be signed:
          </p>
          <ul className="grid gap-1.5">
            {blockers.map((line) => (
              <li key={line.id} className="flex items-start gap-2">
                <span className="pt-0.5">
                  <StatusIcon status="pending" isWordHidden />
                </span>
                {line.text}
              </li>
            ))}
          </ul>
          <Link
            href={`/incidents/${dto.incident.number}/sign-off`}
            className={`${buttonClass("primary")} justify-self-start`}
          >
            Go to sign-off
          </Link>
        </div>
      ) : null}
      <ul className="grid gap-1 text-mute empty:hidden">
        {running.map((run) => (
          <li key={run.runId}>Still running: {run.label}</li>
        ))}
        {waiting.map(({ line }) => (
          <li key={line.step.id}>Ran, not ticked: {line.step.title}</li>
        ))}
      </ul>
      <Field label="What ended it (for the review)">
        <Textarea rows={3} value={statement} onChange={(event) => setStatement(event.target.value)} />
      </Field>
      <div className="flex justify-end gap-2">
        <Button onClick={onClose}>Not yet</Button>
        <Button
          type="submit"
          look="primary"
          offBecause={blockers.length > 0 ? "Sign the open points first" : isPending ? "Being sent" : null}
        >
          Resolve
        </Button>
      </div>
    </Form>
  );
}
