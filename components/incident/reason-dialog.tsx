"use client";

import { type FormEvent, useState } from "react";
import { type Answer, useAct } from "@/components/action/use-act";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field, Textarea } from "@/components/ui/field";
import { Form } from "@/components/ui/form";

type ReasonDialogProps = {
  readonly title: string;
  readonly label: string;
  readonly button: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly onGive: (reason: string) => Promise<Answer<unknown>>;
  readonly initial?: string;
  readonly isOptional?: boolean;
};

/** Asks for one sentence before it does something. */
export function ReasonDialog(props: ReasonDialogProps) {
  return (
    <Dialog title={props.title} isOpen={props.isOpen} onClose={props.onClose}>
      <ReasonForm {...props} />
    </Dialog>
  );
}

function ReasonForm({ label, button, initial = "", isOptional = false, onClose, onGive }: ReasonDialogProps) {
  const [reason, setReason] = useState(initial);
  const { act, isPending } = useAct();
  const isMissing = !isOptional && reason.trim() === "";
  const give = async (event: FormEvent) => {
    event.preventDefault();
    if (!isMissing && (await act(() => onGive(reason.trim())))) {
      onClose();
    }
  };
  return (
    <Form onSubmit={(event) => void give(event)} className="grid gap-3">
      <Field label={label}>
        <Textarea rows={3} value={reason} onChange={(event) => setReason(event.target.value)} />
      </Field>
      <div className="flex justify-end gap-2">
        <Button onClick={onClose}>Cancel</Button>
        <Button
          type="submit"
          look="primary"
          offBecause={isMissing ? "Write a reason first" : isPending ? "Being sent" : null}
        >
          {button}
        </Button>
      </div>
    </Form>
  );
}
