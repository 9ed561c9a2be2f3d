import "server-only";
import { cache } from "react";
import { getUser } from "@/lib/adapters/auth/current-user";
import { databaseReady } from "@/lib/adapters/database/client";
import type { Scope } from "@/lib/adapters/database/transaction";
import { reviewMarkdown } from "@/lib/core/incident/review-markdown";
import { readReview } from "./data";
import type { ReviewDto } from "./schema";

/** The post-incident review of one incident. */
export const loadReview = cache(async (number: number): Promise<ReviewDto> => {
  const user = await getUser();
  return readReview(await databaseReady(), user, number);
});

/** The review as a Markdown document to keep. */
export async function loadReviewMarkdown(scope: Scope, number: number): Promise<string> {
  return reviewMarkdown(await readReview(scope.database, scope.actor, number));
}
