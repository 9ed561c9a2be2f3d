import "server-only";
import type { Actor } from "@/lib/core/kernel/actor";
import type { Prisma } from "./generated/client";

/** What features read and write through: the client, or the transaction that is going on. */
export type Database = Prisma.TransactionClient;

/** Who does it, where it is stored, and when: handed to every mutation. */
export type Scope = { readonly actor: Actor; readonly database: Database; readonly now: Date };

const openTransactions = new WeakSet<Database>();

/**
 * Runs `work` in one transaction and gives its value; a throw rolls everything back. A scope whose database is
 * already a transaction joins it, so mutations can be composed: pass on `{ ...scope, database: tx }`.
 */
export async function inTransaction<T>(scope: Scope, work: (tx: Database) => Promise<T>): Promise<T> {
  if (openTransactions.has(scope.database)) {
    return work(scope.database);
  }
  return scope.database.$transaction((tx) => {
    openTransactions.add(tx);
    return work(tx);
  });
}
