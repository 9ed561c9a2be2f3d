import { z } from "zod";
import { signedIn } from "@/lib/core/kernel/policy";
import { listUncoveredAlerts } from "@/lib/features/alert/runtime";
import { defineRoute } from "@/lib/web/route";

export const dynamic = "force-dynamic";

/** The alerts that no runbook names. */
export const GET = defineRoute({
  name: "alert.uncovered",
  may: signedIn,
  input: z.object({}),
  run: ({ scope }) => listUncoveredAlerts(scope),
});
