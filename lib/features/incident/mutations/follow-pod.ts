import "server-only";
import { inTransaction, type Scope } from "@/lib/adapters/database/transaction";
import { lockIncident } from "../data";
import { recordParameter } from "./set-parameter";

type Following = {
  readonly incidentId: string;
  readonly name: string;
  readonly gone: string;
  readonly successor: string;
};

/** Gives a parameter the successor of a pod that was replaced, unless somebody chose another value meanwhile. */
export async function followPod(scope: Scope, { incidentId, name, gone, successor }: Following): Promise<void> {
  await inTransaction(scope, async (tx) => {
    await lockIncident(tx, scope.actor, incidentId);
    const known = await tx.parameterValue.findUnique({
      where: { incidentId_name: { incidentId, name } },
      select: { value: true },
    });
    if (known?.value === gone) {
      await recordParameter(tx, scope, {
        incidentId,
        setting: { name, value: successor, origin: "successor", because: `${gone} was replaced` },
      });
    }
  });
}
