import { z } from "zod";
import type { UncoveredAlert } from "@/lib/core/incident/uncovered-alerts";

/** Alertmanager's webhook, version 4: only what is used; anything else is passed over. */
const labels = z.record(z.string(), z.string());
export const alertmanagerPayload = z.object({
  version: z.literal("4").optional(),
  alerts: z
    .array(
      z.object({
        status: z.enum(["firing", "resolved"]),
        labels,
        annotations: labels.default({}),
        startsAt: z.iso.datetime({ offset: true }),
        endsAt: z.iso.datetime({ offset: true }).optional(),
        fingerprint: z.string().min(1).max(100),
      }),
    )
    .max(1000),
});
export type AlertmanagerPayload = z.infer<typeof alertmanagerPayload>;
export type AlertPayload = AlertmanagerPayload["alerts"][number];

export const createSourceInput = z.object({ name: z.string().trim().min(1, "write a name").max(100) });
export const rotateSourceInput = z.object({ sourceId: z.uuid() });

export type SourceRow = {
  readonly id: string;
  readonly name: string;
  readonly createdAt: string;
  readonly rotatedAt: string;
};
/** The token is shown once, here, and never stored. */
export type SourceToken = { readonly sourceId: string; readonly name: string; readonly token: string };

/** The alerts that no runbook names. */
export type UncoveredAlerts = {
  readonly alerts: readonly UncoveredAlert[];
  readonly coveredCount: number;
  /** Systems that could not be asked, each a sentence. */
  readonly problems: readonly string[];
};
