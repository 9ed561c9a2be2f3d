import "server-only";
import { redirect } from "next/navigation";
import { databaseReady } from "@/lib/adapters/database/client";
import type { Actor } from "@/lib/core/kernel/actor";
import { getActor } from "./actor";
import { needsSetUp } from "./people";

type User = Extract<Actor, { kind: "user" }>;

/** The person who asks for a page; someone who is not signed in is led to the sign-in, or to the first set-up. */
export async function getUser(): Promise<User> {
  const actor = await getActor();
  if (actor?.kind === "user") {
    return actor;
  }
  return redirect((await needsSetUp(await databaseReady())) ? "/set-up" : "/sign-in");
}
