"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { signIn, signOut } from "@/lib/adapters/auth/sessions";
import { anyone, mayAdminister, signedIn } from "@/lib/core/kernel/policy";
import { defineAction } from "@/lib/web/action";
import { changeRole } from "./mutations/change-role";
import { createPerson } from "./mutations/create-person";
import { setUp } from "./mutations/set-up";
import { changeRoleInput, createPersonInput, setUpInput, signInInput } from "./schema";

const MINUTE_MS = 60_000;

export const signInAction = defineAction({
  name: "people.sign-in",
  input: signInInput,
  may: anyone,
  limit: { calls: 20, windowMs: MINUTE_MS },
  run: async ({ input }) => {
    await signIn(input);
    redirect("/");
  },
});

export const signOutAction = defineAction({
  name: "people.sign-out",
  input: z.object({}),
  may: signedIn,
  run: async () => {
    await signOut();
    redirect("/sign-in");
  },
});

export const setUpAction = defineAction({
  name: "people.set-up",
  input: setUpInput,
  may: anyone,
  limit: { calls: 10, windowMs: MINUTE_MS },
  run: async ({ scope, input }) => {
    await setUp(scope, input);
    await signIn({ email: input.email, password: input.password });
    redirect("/");
  },
});

export const createPersonAction = defineAction({
  name: "people.create",
  input: createPersonInput,
  may: mayAdminister,
  run: async ({ scope, input }) => ({ userId: await createPerson(scope, input) }),
});

export const changeRoleAction = defineAction({
  name: "people.change-role",
  input: changeRoleInput,
  may: mayAdminister,
  run: ({ scope, input }) => changeRole(scope, input),
});
