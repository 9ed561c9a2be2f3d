"use client";

import { type FormEvent, useState } from "react";
import { useAct } from "@/components/action/use-act";
import { useRoom } from "@/components/incident/room-context";
import { Button } from "@/components/ui/button";
import { Field, Textarea } from "@/components/ui/field";
import { Form } from "@/components/ui/form";
import type { Operation } from "@/lib/core/runbook/runbook";
import { addFollowUpAction, recordHandWorkAction } from "@/lib/features/hand-work/actions";
import { pastedCharacters } from "@/lib/features/hand-work/schema";

type HandResultProps = {
  readonly operation: Operation;
  readonly values: Readonly<Record<string, string>>;
};

/** An operation that only a person can do: a ticket to be noted, or something to do elsewhere and tell of. */
export function HandResult({ operation, values }: HandResultProps) {
  const { dto, offBecause } = useRoom();
  const [text, setText] = useState("");
  const { act, isPending } = useAct();
  const isEmpty = text.trim() === "";
  if (dto.operations[operation.id]?.filesTicket) {
    return <AddFollowUp operation={operation} values={values} />;
  }
  const record = async (event: FormEvent) => {
    event.preventDefault();
    const work = { incidentId: dto.incident.id, operationId: operation.id, output: text };
    if (await act(() => recordHandWorkAction(work))) {
      setText("");
    }
  };
  return (
    <Form onSubmit={(event) => void record(event)} className="grid gap-2 border-t border-line px-3 py-2.5">
      <Field
        label="Run it yourself, then paste what came out"
        help="It stands on the timeline, for everybody and the review; long output becomes a file. What looks like a secret is taken out."
      >
        <Textarea
          rows={3}
          value={text}
          spellCheck={false}
          maxLength={pastedCharacters}
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
    </Form>
  );
}

/** What would be filed elsewhere is noted here: on the timeline and in the review. */
function AddFollowUp({ operation, values }: HandResultProps) {
  const { dto, offBecause } = useRoom();
  const { act, isPending } = useAct();
  const add = () =>
    act(() => addFollowUpAction({ incidentId: dto.incident.id, operationId: operation.id, parameters: values }));
  return (
    <p className="flex flex-wrap items-center gap-2 border-t border-line px-3 py-2.5 text-sm text-faint">
      <Button onClick={() => void add()} offBecause={offBecause ?? (isPending ? "Being noted" : null)}>
        Add follow-up
      </Button>
      Nothing is run: it stands on the timeline and in the review.
    </p>
  );
}
