import "server-only";
import { headers } from "next/headers";
import { cache } from "react";
import { z } from "zod";
import { type Actor, roles } from "@/lib/core/kernel/actor";
import { brandId, type UserId } from "@/lib/core/kernel/ids";
import { type Auth, getAuth } from "./auth";

const sessionUser = z.object({ id: z.string(), name: z.string(), role: z.enum(roles) });

/** Who sends this request, or null when nobody is signed in. Asked once a request. */
export const getActor = cache(async (): Promise<Actor | null> => {
  // First, so that a page that asks is never prerendered.
  const sent = await headers();
  return actorOf(await getAuth(), sent);
});

/** Whose session these headers carry, or null. */
export async function actorOf(auth: Auth, sent: Headers): Promise<Actor | null> {
  const session = await auth.api.getSession({ headers: sent });
  if (!session) {
    return null;
  }
  const { id, name, role } = sessionUser.parse(session.user);
  return { kind: "user", id: brandId<UserId>(id), name, role };
}
