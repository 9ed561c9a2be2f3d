"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { useAct } from "@/components/action/use-act";
import { Button } from "@/components/ui/button";
import { Form } from "@/components/ui/form";
import { setVisibilityAction } from "@/lib/features/incident/actions";
import { useRoom } from "./room-context";

/** Who may read the incident: everybody, or those who are named. */
export function VisibilityForm() {
  const { dto } = useRoom();
  const [isPrivate, setIsPrivate] = useState(dto.incident.isPrivate);
  const [readers, setReaders] = useState<ReadonlySet<string>>(new Set(dto.incident.readers));
  const { act, isPending } = useAct();
  const router = useRouter();
  const toggle = (userId: string) =>
    setReaders((before) => {
      const after = new Set(before);
      if (!after.delete(userId)) {
        after.add(userId);
      }
      return after;
    });
  const save = async (event: FormEvent) => {
    event.preventDefault();
    const input = { incidentId: dto.incident.id, isPrivate, readers: isPrivate ? [...readers] : [] };
    if (await act(() => setVisibilityAction(input))) {
      router.refresh();
    }
  };
  const off = dto.may.command ? null : "Only a commander decides who may read";
  return (
    <Form onSubmit={(event) => void save(event)} className="grid gap-2 border-t border-line pt-4">
      <label className="flex min-h-(--control) items-center gap-2">
        <input type="checkbox" checked={isPrivate} onChange={(event) => setIsPrivate(event.target.checked)} />
        Only named people may read this incident
      </label>
      {isPrivate ? (
        <fieldset className="grid max-h-44 gap-1 overflow-y-auto pl-6">
          <legend className="sr-only">Readers</legend>
          {dto.people.map((person) => (
            <label key={person.userId} className="flex min-h-(--control) items-center gap-2 text-mute">
              <input type="checkbox" checked={readers.has(person.userId)} onChange={() => toggle(person.userId)} />
              {person.name}
            </label>
          ))}
        </fieldset>
      ) : null}
      <Button type="submit" className="justify-self-start" offBecause={off ?? (isPending ? "Being sent" : null)}>
        Save who may read
      </Button>
    </Form>
  );
}
