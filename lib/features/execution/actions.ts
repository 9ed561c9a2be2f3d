"use server";

import { mayOperate } from "@/lib/core/kernel/policy";
import { defineAction } from "@/lib/web/action";
import { cancelRun } from "./mutations/cancel-run";
import { cancelRunInput, startRunInput } from "./schema";
import { launchRun } from "./workers";

export const startRunAction = defineAction({
  name: "execution.start-run",
  input: startRunInput,
  may: mayOperate,
  run: async ({ scope, input }) => ({ runId: await launchRun(scope, input) }),
});

export const cancelRunAction = defineAction({
  name: "execution.cancel-run",
  input: cancelRunInput,
  may: mayOperate,
  run: async ({ scope, input }) => {
    await cancelRun(scope, input.runId);
    return null;
  },
});
