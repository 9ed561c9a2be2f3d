"use client";

import type { FormEvent } from "react";
import { type Answer, useAct } from "@/components/action/use-act";
import { Button } from "@/components/ui/button";
import { Field, TextInput } from "@/components/ui/field";
import { Form } from "@/components/ui/form";
import { useIsClient } from "@/components/ui/use-now";

type SignIn = (input: { readonly email: string; readonly password: string }) => Promise<Answer<unknown>>;

/** E-mail and password. `signIn` goes on to the page by itself when they are right. */
export function SignInForm({ signIn }: { readonly signIn: SignIn }) {
  const { act, isPending, fields } = useAct();
  const isLoading = !useIsClient();
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    await act(() => signIn({ email: String(form.get("email")), password: String(form.get("password")) }));
  };
  return (
    <Form onSubmit={(event) => void submit(event)} className="grid gap-4">
      <Field label="E-mail" error={fields["email"]?.[0]}>
        <TextInput name="email" type="email" required autoComplete="username" autoCapitalize="off" />
      </Field>
      <Field label="Password" error={fields["password"]?.[0]}>
        <TextInput name="password" type="password" required autoComplete="current-password" />
      </Field>
      <Button type="submit" look="primary" offBecause={isLoading ? "Loading" : isPending ? "Signing in" : null}>
        Sign in
      </Button>
    </Form>
  );
}
