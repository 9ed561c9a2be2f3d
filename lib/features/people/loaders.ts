import "server-only";
import { cache } from "react";
import { getUser } from "@/lib/adapters/auth/current-user";
import { needsSetUp } from "@/lib/adapters/auth/people";
import { databaseReady } from "@/lib/adapters/database/client";
import { hasRole, type Role } from "@/lib/core/kernel/actor";
import { AppError } from "@/lib/core/kernel/app-error";
import { listPeople } from "./data";
import type { PersonRow } from "./schema";

/** Everyone who can sign in, for the admin's page. */
export const loadPeople = cache(async (): Promise<readonly PersonRow[]> => {
  if (!hasRole(await getUser(), "admin")) {
    throw new AppError("forbidden", "Only an admin can see this page.");
  }
  return listPeople(await databaseReady());
});

/** Who is signed in, for the bar on top. */
export const loadViewer = cache(async (): Promise<{ userId: string; name: string; role: Role }> => {
  const { id, name, role } = await getUser();
  return { userId: id, name, role };
});

/** True while nobody can sign in yet: then the first visitor sets Headroom up. */
export const loadNeedsSetUp = cache(async (): Promise<boolean> => needsSetUp(await databaseReady()));
