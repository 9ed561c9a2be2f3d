import { z } from "zod";
import { findSource } from "@/lib/features/alert/loaders";
import { alertmanagerPayload } from "@/lib/features/alert/schema";
import { takeWebhook } from "@/lib/features/incident/runtime";
import { defineRoute } from "@/lib/web/route";

export const dynamic = "force-dynamic";

/** Alertmanager's webhook: the sender is known by its bearer token. */
export const POST = defineRoute({
  name: "alert.take-webhook",
  authenticate: findSource,
  input: z.object({ body: alertmanagerPayload }),
  maxBodyBytes: 4 * 1024 * 1024,
  run: ({ scope, input }) => takeWebhook(scope, input.body),
});
