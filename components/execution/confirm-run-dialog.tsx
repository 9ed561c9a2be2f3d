"use client";

import { type FormEvent, useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field, TextInput } from "@/components/ui/field";
import { Form } from "@/components/ui/form";

type ConfirmRunDialogProps = {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly label: string;
  readonly command: string;
  readonly target: string;
  readonly onConfirm: (typed: string) => Promise<boolean>;
};

/** What destroys something runs only after its target was typed. */
export function ConfirmRunDialog(props: ConfirmRunDialogProps) {
  return (
    <Dialog title={`Destructive: ${props.label}`} isOpen={props.isOpen} onClose={props.onClose} isWide>
      <ConfirmForm {...props} />
    </Dialog>
  );
}

function ConfirmForm({ command, target, onClose, onConfirm }: ConfirmRunDialogProps) {
  const [typed, setTyped] = useState("");
  const isRight = typed.trim() === target;
  const confirm = async (event: FormEvent) => {
    event.preventDefault();
    if (isRight && (await onConfirm(typed.trim()))) {
      onClose();
    }
  };
  return (
    <Form onSubmit={(event) => void confirm(event)} className="grid gap-4">
      <pre className="max-h-60 overflow-auto rounded-md border border-bad/50 bg-raise px-3 py-2 whitespace-pre-wrap">
        {command}
      </pre>
      <Field label={`Type ${target} to run this`}>
        <TextInput
          value={typed}
          spellCheck={false}
          autoComplete="off"
          autoCapitalize="off"
          className="font-mono"
          onChange={(event) => setTyped(event.target.value)}
        />
      </Field>
      <div className="flex justify-end gap-2">
        <Button onClick={onClose}>Do not run</Button>
        <Button type="submit" look="danger" offBecause={isRight ? null : `Type ${target} first`}>
          Run it
        </Button>
      </div>
    </Form>
  );
}
