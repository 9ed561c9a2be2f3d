"use client";

import { type FormEvent, useState } from "react";
import { useAct } from "@/components/action/use-act";
import { useRoom } from "@/components/incident/room-context";
import { Button } from "@/components/ui/button";
import { Field, Textarea } from "@/components/ui/field";
import type { Operation } from "@/lib/core/runbook/runbook";
import { addNoteAction } from "@/lib/features/incident/actions";

/** An operation that only a person can do: do it elsewhere, then say what came out, or only that it is done. */
export function HandResult({ operation, stepId }: { readonly operation: Operation; readonly stepId: string }) {
  const { dto, offBecause } = useRoom();
  const [text, setText] = useState("");
  const { act, isPending } = useAct();
  const isEmpty = text.trim() === "";
  const record = async (event: FormEvent) => {
    event.preventDefault();
    const said = isEmpty ? "done by hand" : text.trim();
    const note = { incidentId: dto.incident.id, text: `${operation.label}:\n${said}`, stepId };
    if (await act(() => addNoteAction(note))) {
      setText("");
    }
  };
  return (
    <form onSubmit={(event) => void record(event)} className="grid gap-2 border-t border-line px-3 py-2.5">
      <Field
        label="Run it yourself, then paste what came out"
        help="It stands on the timeline, for everybody and the review."
      >
        <Textarea
          rows={3}
          value={text}
          spellCheck={false}
          maxLength={9_500}
          className="font-mono text-sm"
          onChange={(event) => setText(event.target.value)}
        />
      </Field>
      <Button
        type="submit"
        className="max-lg:w-full lg:justify-self-start"
        offBecause={offBecause ?? (isPending ? "Being sent" : null)}
      >
        {isEmpty ? "I did it" : "Put on the timeline"}
      </Button>
    </form>
  );
}
