import "server-only";
import type { Database } from "@/lib/adapters/database/transaction";
import type { Role } from "@/lib/core/kernel/actor";
import type { PersonRow } from "./schema";

/** Everyone who can sign in, by name. */
export async function listPeople(database: Database): Promise<readonly PersonRow[]> {
  const users = await database.user.findMany({
    select: { id: true, name: true, email: true, role: true, createdAt: true },
    orderBy: { name: "asc" },
  });
  return users.map(({ id, name, email, role, createdAt }) => ({
    userId: id,
    name,
    email,
    role: storedRole(role),
    createdAt: createdAt.toISOString(),
  }));
}

/** The column is only ever written from a `Role`. */
function storedRole(role: string): Role {
  return role as Role;
}
