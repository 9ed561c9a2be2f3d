"use client";

import type { FormEvent } from "react";
import { type Answer, useAct } from "@/components/action/use-act";
import { Button } from "@/components/ui/button";
import { Field, TextInput } from "@/components/ui/field";
import { Form } from "@/components/ui/form";
import { useIsClient } from "@/components/ui/use-now";

type SetUp = (input: {
  readonly name: string;
  readonly email: string;
  readonly password: string;
}) => Promise<Answer<unknown>>;

/** The first person of a new installation, who becomes its admin. */
export function SetUpForm({ setUp }: { readonly setUp: SetUp }) {
  const { act, isPending, fields } = useAct();
  const isLoading = !useIsClient();
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const text = (name: string) => String(form.get(name) ?? "");
    await act(() => setUp({ name: text("name"), email: text("email"), password: text("password") }));
  };
  return (
    <Form onSubmit={(event) => void submit(event)} className="grid gap-4">
      <Field label="Your name" error={fields["name"]?.[0]}>
        <TextInput name="name" required maxLength={100} autoComplete="name" />
      </Field>
      <Field label="E-mail" error={fields["email"]?.[0]}>
        <TextInput name="email" type="email" required autoComplete="username" autoCapitalize="off" />
      </Field>
      <Field label="Password" help="At least 12 characters." error={fields["password"]?.[0]}>
        <TextInput name="password" type="password" required minLength={12} autoComplete="new-password" />
      </Field>
      <Button type="submit" look="primary" offBecause={isLoading ? "Loading" : isPending ? "Setting up" : null}>
        Create the first admin
      </Button>
    </Form>
  );
}
