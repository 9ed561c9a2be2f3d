import "server-only";
import { recordEvent, WORKSPACE_TIMELINE } from "@/lib/adapters/database/record-event";
import { type Database, inTransaction, type Scope } from "@/lib/adapters/database/transaction";
import { isActor } from "@/lib/core/kernel/actor";
import { AppError } from "@/lib/core/kernel/app-error";
import { lockSlug } from "../data";
import { revisionCommit } from "../schema";

type Review = { readonly slug: string; readonly hash: string };
type Reviewer = { readonly id: string; readonly name: string };

/** Marks a revision as reviewed, once. Whoever uploaded or committed it is refused: it takes a second person. */
export async function reviewRevision(scope: Scope, { slug, hash }: Review): Promise<void> {
  const { actor } = scope;
  if (actor.kind !== "user") {
    throw new AppError("forbidden", "Only people may do this.");
  }
  await inTransaction(scope, async (tx) => {
    await lockSlug(tx, slug);
    await refuseAuthor(tx, actor, { slug, hash });
    const review = { slug, hash, userId: actor.id, name: actor.name, at: scope.now };
    const created = await tx.runbookReview.createMany({ data: [review], skipDuplicates: true });
    if (created.count === 1) {
      const event = { kind: "runbook.reviewed", payload: { slug, hash } } as const;
      await recordEvent(tx, scope, { timelineId: WORKSPACE_TIMELINE, event });
    }
  });
}

async function refuseAuthor(tx: Database, reviewer: Reviewer, { slug, hash }: Review): Promise<void> {
  const changes = await tx.runbookChange.findMany({ where: { slug, hash }, select: { actor: true, commit: true } });
  if (changes.length === 0) {
    throw new AppError("not-found", `${slug} has no such revision.`);
  }
  if (changes.some(({ actor }) => isActor(actor) && actor.kind === "user" && actor.id === reviewer.id)) {
    throw new AppError("forbidden", "You uploaded this revision: a second person must review it.");
  }
  const { email } = await tx.user.findUniqueOrThrow({ where: { id: reviewer.id }, select: { email: true } });
  const emails = changes.flatMap(({ commit }) => revisionCommit.safeParse(commit).data?.email.toLowerCase() ?? []);
  if (emails.includes(email.toLowerCase())) {
    throw new AppError("forbidden", "You wrote this revision: a second person must review it.");
  }
}
