"use client";

import { type FormEvent, type KeyboardEvent, useState } from "react";
import { useAct } from "@/components/action/use-act";
import { useRoom } from "@/components/incident/room-context";
import { Button } from "@/components/ui/button";
import { Textarea } from "@/components/ui/field";
import { Form } from "@/components/ui/form";
import { addNoteAction } from "@/lib/features/incident/actions";

/** Where a note is written; Ctrl-Enter sends it. A note that could not be sent stays in the box. */
export function NoteBox() {
  const { dto, offBecause } = useRoom();
  const [text, setText] = useState("");
  const { act, isPending } = useAct();
  const send = async (event: FormEvent | KeyboardEvent) => {
    event.preventDefault();
    const note = { incidentId: dto.incident.id, text: text.trim(), stepId: null };
    if (note.text !== "" && (await act(() => addNoteAction(note)))) {
      setText("");
    }
  };
  const press = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      void send(event);
    } else if (event.key === "Escape") {
      event.currentTarget.blur();
    }
  };
  const off = offBecause ?? (text.trim() === "" ? "Write something first" : isPending ? "Being sent" : null);
  return (
    <Form onSubmit={(event) => void send(event)} className="flex items-end gap-2 border-t border-line p-3">
      <Textarea
        data-room-note
        rows={2}
        aria-label="Note"
        placeholder={offBecause ?? "Note what you see and decide"}
        value={text}
        readOnly={offBecause !== null}
        className="flex-1 resize-none"
        onChange={(event) => setText(event.target.value)}
        onKeyDown={press}
      />
      <Button type="submit" offBecause={off}>
        Note
      </Button>
    </Form>
  );
}
