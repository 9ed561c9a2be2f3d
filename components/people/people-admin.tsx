"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { type Answer, useAct } from "@/components/action/use-act";
import { Avatar } from "@/components/ui/avatar";
import { Button } from "@/components/ui/button";
import { Age } from "@/components/ui/clock";
import { Dialog } from "@/components/ui/dialog";
import { Field, Select, TextInput } from "@/components/ui/field";
import { Form } from "@/components/ui/form";
import { Cell, Table } from "@/components/ui/table";
import { type Role, roles } from "@/lib/core/kernel/actor";
import type { PersonRow } from "@/lib/features/people/schema";

type NewPerson = {
  readonly name: string;
  readonly email: string;
  readonly password: string;
  readonly role: Role;
};
type PeopleActions = {
  readonly createPerson: (input: NewPerson) => Promise<Answer<unknown>>;
  readonly changeRole: (input: { readonly userId: string; readonly role: Role }) => Promise<Answer<unknown>>;
};

const roleHelp = "viewer reads · responder runs and ticks · commander closes and decides who reads · admin adds people";

/** Who can sign in, and what each may do. */
export function PeopleAdmin({
  people,
  viewerId,
  createPerson,
  changeRole,
}: PeopleActions & { readonly people: readonly PersonRow[]; readonly viewerId: string }) {
  const [isAdding, setIsAdding] = useState(false);
  return (
    <section aria-label="People" className="grid gap-3">
      <div className="flex flex-wrap items-center gap-3">
        <h2 className="text-lg font-semibold">People</h2>
        <p className="min-w-0 flex-1 text-sm text-faint max-sm:order-last max-sm:basis-full">{roleHelp}</p>
        <Button className="max-sm:ml-auto" onClick={() => setIsAdding(true)}>
          Add a person
        </Button>
      </div>
      <Table label="People" head={["Name", "E-mail", "Role", "Since"]} isStacked>
        {people.map((person) => (
          <tr key={person.userId}>
            <Cell className="max-md:col-span-2">
              <span className="flex items-center gap-2 font-medium">
                <Avatar name={person.name} isMe={person.userId === viewerId} />
                {person.name}
              </span>
            </Cell>
            <Cell className="[overflow-wrap:anywhere] max-md:order-last max-md:col-span-3">{person.email}</Cell>
            <Cell>
              <RoleSelect person={person} changeRole={changeRole} />
            </Cell>
            <Cell className="max-md:hidden">
              <Age at={person.createdAt} />
            </Cell>
          </tr>
        ))}
      </Table>
      <Dialog title="Add a person" isOpen={isAdding} onClose={() => setIsAdding(false)}>
        <PersonForm createPerson={createPerson} onClose={() => setIsAdding(false)} />
      </Dialog>
    </section>
  );
}

function RoleSelect({ person, changeRole }: { readonly person: PersonRow } & Pick<PeopleActions, "changeRole">) {
  const { act, isPending } = useAct();
  const router = useRouter();
  const change = async (word: string) => {
    const role = roles.find((known) => known === word);
    if (role && (await act(() => changeRole({ userId: person.userId, role })))) {
      router.refresh();
    }
  };
  return (
    <Select
      aria-label={`Role of ${person.name}`}
      className="max-w-40 min-w-36"
      value={person.role}
      disabled={isPending}
      onChange={(event) => void change(event.target.value)}
    >
      {roles.map((role) => (
        <option key={role}>{role}</option>
      ))}
    </Select>
  );
}

function PersonForm({ createPerson, onClose }: Pick<PeopleActions, "createPerson"> & { readonly onClose: () => void }) {
  const { act, isPending, fields } = useAct();
  const router = useRouter();
  const add = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const text = (name: string) => String(form.get(name) ?? "");
    const role = roles.find((known) => known === text("role")) ?? "responder";
    const person = { name: text("name"), email: text("email"), password: text("password"), role };
    if (await act(() => createPerson(person))) {
      onClose();
      router.refresh();
    }
  };
  return (
    <Form onSubmit={(event) => void add(event)} className="grid gap-3">
      <Field label="Name" error={fields["name"]?.[0]}>
        <TextInput name="name" required maxLength={100} autoComplete="off" />
      </Field>
      <Field label="E-mail" error={fields["email"]?.[0]}>
        <TextInput name="email" type="email" required autoComplete="off" autoCapitalize="off" />
      </Field>
      <Field label="First password" help="At least 12 characters; tell it in person." error={fields["password"]?.[0]}>
        <TextInput name="password" type="password" required minLength={12} autoComplete="new-password" />
      </Field>
      <Field label="Role" error={fields["role"]?.[0]}>
        <Select name="role" defaultValue="responder">
          {roles.map((role) => (
            <option key={role}>{role}</option>
          ))}
        </Select>
      </Field>
      <div className="flex justify-end gap-2 pt-1">
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" look="primary" offBecause={isPending ? "Being added" : null}>
          Add
        </Button>
      </div>
    </Form>
  );
}
