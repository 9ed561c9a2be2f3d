import { z } from "zod";

const incidentId = z.uuid();
const stepId = z.string().min(1).max(300);
const reason = z.string().trim().max(1000);

export const settleStepInput = z
  .object({ incidentId, stepId, outcome: z.enum(["done", "skipped", "not-applicable"]), reason })
  .refine((input) => input.outcome !== "skipped" || input.reason !== "", {
    path: ["reason"],
    message: "say why it is skipped",
  });
export const reopenStepInput = z.object({ incidentId, stepId });
export const startTimerInput = z.object({
  incidentId,
  stepId,
  seconds: z
    .int()
    .min(1)
    .max(24 * 3600),
});
export const stopTimerInput = z.object({ incidentId, stepId });
export const chooseBranchInput = z.object({
  incidentId,
  group: z.string().min(1).max(300),
  sectionId: z.string().min(1).max(300),
});
export const clearBranchInput = z.object({ incidentId, group: z.string().min(1).max(300) });
export const signItemInput = z
  .object({
    incidentId,
    itemId: z.string().min(1).max(300),
    verdict: z.enum(["done", "not-applicable", "waived"]),
    statement: reason,
  })
  .refine((input) => input.verdict === "done" || input.statement !== "", { path: ["statement"], message: "say why" });
export const withdrawItemInput = z.object({ incidentId, itemId: z.string().min(1).max(300) });

/** What the machine says about one item of the resolution checklist right now. */
export type ItemCheck = {
  readonly itemId: string;
  readonly verdict: "passed" | "failed" | "no-data";
  /** "highest 71 % of limit, sie-worker-nlp-6fff": the figure and where it comes from. */
  readonly figure: string;
};
