"use server";

import { mayOperate } from "@/lib/core/kernel/policy";
import { defineAction } from "@/lib/web/action";
import { chooseBranch } from "./mutations/choose-branch";
import { clearBranch } from "./mutations/clear-branch";
import { reopenStep } from "./mutations/reopen-step";
import { settleStep } from "./mutations/settle-step";
import { startTimer } from "./mutations/start-timer";
import { stopTimer } from "./mutations/stop-timer";
import { withdrawItem } from "./mutations/withdraw-item";
import { signWithCheck } from "./runtime";
import {
  chooseBranchInput,
  clearBranchInput,
  reopenStepInput,
  settleStepInput,
  signItemInput,
  startTimerInput,
  stopTimerInput,
  withdrawItemInput,
} from "./schema";

export const settleStepAction = defineAction({
  name: "checklist.settle-step",
  input: settleStepInput,
  may: mayOperate,
  run: ({ scope, input }) => settleStep(scope, input),
});

export const reopenStepAction = defineAction({
  name: "checklist.reopen-step",
  input: reopenStepInput,
  may: mayOperate,
  run: ({ scope, input }) => reopenStep(scope, input),
});

export const startTimerAction = defineAction({
  name: "checklist.start-timer",
  input: startTimerInput,
  may: mayOperate,
  run: ({ scope, input }) => startTimer(scope, input),
});

export const stopTimerAction = defineAction({
  name: "checklist.stop-timer",
  input: stopTimerInput,
  may: mayOperate,
  run: ({ scope, input }) => stopTimer(scope, input),
});

export const chooseBranchAction = defineAction({
  name: "checklist.choose-branch",
  input: chooseBranchInput,
  may: mayOperate,
  run: ({ scope, input }) => chooseBranch(scope, input),
});

export const clearBranchAction = defineAction({
  name: "checklist.clear-branch",
  input: clearBranchInput,
  may: mayOperate,
  run: ({ scope, input }) => clearBranch(scope, input),
});

export const signItemAction = defineAction({
  name: "checklist.sign-item",
  input: signItemInput,
  may: mayOperate,
  run: ({ scope, input }) => signWithCheck(scope, input),
});

export const withdrawItemAction = defineAction({
  name: "checklist.withdraw-item",
  input: withdrawItemInput,
  may: mayOperate,
  run: ({ scope, input }) => withdrawItem(scope, input),
});
