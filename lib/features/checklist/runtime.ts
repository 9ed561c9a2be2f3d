import "server-only";
import type { z } from "zod";
import type { Scope } from "@/lib/adapters/database/transaction";
import { canonicalJson } from "@/lib/core/kernel/canonical-json";
import { artifacts } from "@/lib/features/execution/runtime";
import { checkItems, findIncidentPlace } from "@/lib/features/metrics/runtime";
import { signItem } from "./mutations/sign-item";
import type { signItemInput } from "./schema";

/** Signs an item with what its check says at this moment; the samples behind it are kept as evidence. */
export async function signWithCheck(scope: Scope, input: z.output<typeof signItemInput>): Promise<void> {
  const place = await findIncidentPlace(scope.database, scope.actor, input.incidentId);
  const { checks, evidence } = await checkItems(scope.database, place, scope.now);
  const check = checks.find((candidate) => candidate.itemId === input.itemId);
  const stored = check ? await artifacts().put(Buffer.from(canonicalJson(evidence))) : null;
  const said = check ? `${check.verdict === "no-data" ? "no data" : check.verdict}: ${check.figure}` : null;
  await signItem(scope, { ...input, check: said, evidenceHash: stored?.hash ?? null });
}
