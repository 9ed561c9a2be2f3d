import "server-only";
import type { Database } from "@/lib/adapters/database/transaction";
import type { Lease } from "./start-run";

/** Says that a run is still being executed here. False when it no longer is this process's: then it must stop. */
export async function renewLease(database: Database, runId: string, lease: Lease): Promise<boolean> {
  const renewed = await database.run.updateMany({
    where: { id: runId, status: "running", leaseOwner: lease.owner },
    data: { leaseUntil: lease.until },
  });
  return renewed.count === 1;
}
