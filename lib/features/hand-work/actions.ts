"use server";

import { mayOperate } from "@/lib/core/kernel/policy";
import { defineAction } from "@/lib/web/action";
import { noteFollowUps, takeHandWork } from "./runtime";
import { followUpInput, handWorkInput } from "./schema";

export const recordHandWorkAction = defineAction({
  name: "hand-work.record",
  input: handWorkInput,
  may: mayOperate,
  run: ({ scope, input }) => takeHandWork(scope, input),
});

export const addFollowUpAction = defineAction({
  name: "hand-work.add-follow-up",
  input: followUpInput,
  may: mayOperate,
  run: ({ scope, input }) => noteFollowUps(scope, input),
});
