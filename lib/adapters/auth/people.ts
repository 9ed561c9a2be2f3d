import "server-only";
import { randomUUID } from "node:crypto";
import { hashPassword } from "better-auth/crypto";
import type { Database } from "@/lib/adapters/database/transaction";
import type { Role } from "@/lib/core/kernel/actor";
import { AppError } from "@/lib/core/kernel/app-error";
import { brandId, type UserId } from "@/lib/core/kernel/ids";

export type NewPerson = {
  readonly name: string;
  readonly email: string;
  readonly password: string;
  readonly role: Role;
};

/** Held while the first person is created, so that of two set-ups one wins. */
const SET_UP_LOCK = 4_807_221;

/** Creates someone who can sign in. Throws AppError `conflict` when the e-mail address is taken. */
export async function createUser(tx: Database, person: NewPerson): Promise<UserId> {
  const id = randomUUID();
  const email = person.email.trim().toLowerCase();
  const password = await hashPassword(person.password);
  const { count } = await tx.user.createMany({
    data: [{ id, email, name: person.name, role: person.role, emailVerified: true }],
    skipDuplicates: true,
  });
  if (count === 0) {
    throw new AppError("conflict", `There is already someone with the address ${email}.`);
  }
  await tx.account.create({
    data: { id: randomUUID(), accountId: id, providerId: "credential", userId: id, password },
  });
  return brandId<UserId>(id);
}

/** True while nobody can sign in yet. */
export async function needsSetUp(database: Database): Promise<boolean> {
  return (await database.user.findFirst({ select: { id: true } })) === null;
}

/**
 * Creates the first admin, inside a transaction. Throws AppError `conflict` as soon as there is anyone, also when two
 * try at the same moment.
 */
export async function createFirstAdmin(tx: Database, person: Omit<NewPerson, "role">): Promise<UserId> {
  await tx.$executeRaw`select pg_advisory_xact_lock(${SET_UP_LOCK})`;
  if (!(await needsSetUp(tx))) {
    throw new AppError("conflict", "Headroom is already set up: sign in.");
  }
  return createUser(tx, { ...person, role: "admin" });
}
