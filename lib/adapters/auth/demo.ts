import "server-only";
import { createHash } from "node:crypto";
import type { Database } from "@/lib/adapters/database/transaction";
import { createUser, type NewPerson } from "./people";

/** Those who can sign in to a demo, one for each role; the password is the same for all. */
export const demoPassword = "headroom-demo";
export const demoPeople = [
  { name: "Robin Responder", email: "responder@headroom.demo", role: "responder" },
  { name: "Casey Commander", email: "commander@headroom.demo", role: "commander" },
  { name: "Alex Admin", email: "admin@headroom.demo", role: "admin" },
  { name: "Vic Viewer", email: "viewer@headroom.demo", role: "viewer" },
] as const satisfies readonly Omit<NewPerson, "password">[];

/** Creates the people of a demo who do not exist yet. */
export async function ensureDemoPeople(database: Database): Promise<void> {
  const found = await database.user.findMany({ select: { email: true } });
  const known = new Set(found.map(({ email }) => email));
  for (const person of demoPeople.filter(({ email }) => !known.has(email))) {
    await database.$transaction((tx) => createUser(tx, { ...person, password: demoPassword }));
  }
}

/** Lets the demo's practice range send alerts with this bearer token, and with no earlier one. */
export async function ensureDemoAlertSource(database: Database, token: string): Promise<void> {
  const now = new Date();
  const tokenHash = createHash("sha256").update(token).digest("hex");
  await database.alertSource.upsert({
    where: { name: "Practice range" },
    create: { name: "Practice range", tokenHash, createdAt: now, rotatedAt: now },
    update: { tokenHash, rotatedAt: now },
  });
}
