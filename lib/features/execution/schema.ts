import { z } from "zod";

export const startRunInput = z.object({
  incidentId: z.uuid(),
  /** Made by the browser with crypto.randomUUID(): a hundred clicks with one id are one run. */
  runId: z.uuid(),
  operationId: z.string().min(1).max(300),
  parameters: z.record(z.string().max(200), z.string().max(2000)),
  /** For a destructive operation: the workload's name, typed. */
  confirmation: z.string().max(300).optional(),
});
export type StartRunInput = z.infer<typeof startRunInput>;

export const cancelRunInput = z.object({ incidentId: z.uuid(), runId: z.uuid() });

/** Reply of GET /api/incidents/[number]/operations/[operationId]/choices: what a parameter may be filled with. */
export type ParameterChoices = Readonly<Record<string, readonly { readonly value: string; readonly hint: string }[]>>;
