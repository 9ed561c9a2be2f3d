import { z } from "zod";

/** Beyond this, what is pasted is kept as a file, and its beginning stands on the timeline. */
export const shownCharacters = 4_000;
/** What one paste may have: it comes by one request. */
export const pastedCharacters = 500_000;

const operation = { incidentId: z.uuid(), operationId: z.string().min(1).max(300) };

export const handWorkInput = z.object({ ...operation, output: z.string().max(pastedCharacters) });
export type HandWorkInput = z.infer<typeof handWorkInput>;

export const followUpInput = z.object({
  ...operation,
  parameters: z.record(z.string().max(200), z.string().max(2000)),
});
export type FollowUpInput = z.infer<typeof followUpInput>;
