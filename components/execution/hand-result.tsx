"use client";

import { type FormEvent, useState } from "react";
import { useAct } from "@/components/action/use-act";
import { useRoom } from "@/components/incident/room-context";
import { Button } from "@/components/ui/button";
import { Field, Textarea } from "@/components/ui/field";
import type { Operation } from "@/lib/core/runbook/runbook";
import { addNoteAction } from "@/lib/features/incident/actions";

/** An operation that only a person can do: do it elsewhere, paste what you saw; the paste is on the timeline. */
export function HandResult({ operation, stepId }: { readonly operation: Operation; readonly stepId: string }) {
  const { dto, offBecause } = useRoom();
  const [text, setText] = useState("");
  const { act, isPending } = useAct();
  const record = async (event: FormEvent) => {
    event.preventDefault();
    const note = { incidentId: dto.incident.id, text: `${operation.label}:\n${text.trim()}`, stepId };
    if (text.trim() !== "" && (await act(() => addNoteAction(note)))) {
      setText("");
    }
  };
  const off = offBecause ?? (text.trim() === "" ? "Paste or write something first" : isPending ? "Being sent" : null);
  return (
    <form onSubmit={(event) => void record(event)} className="grid gap-2 border-t border-line px-3 py-2.5">
      <Field label="Run it yourself, then paste what came out">
        <Textarea
          rows={3}
          value={text}
          spellCheck={false}
          className="font-mono text-sm"
          onChange={(event) => setText(event.target.value)}
        />
      </Field>
      <Button type="submit" className="justify-self-start" offBecause={off}>
        Put on the timeline
      </Button>
    </form>
  );
}
