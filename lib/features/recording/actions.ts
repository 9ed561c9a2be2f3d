"use server";

import { mayOperate } from "@/lib/core/kernel/policy";
import { defineAction } from "@/lib/web/action";
import { stopRecording } from "./mutations/stop-recording";
import { beginRecording } from "./runtime";
import { startRecordingInput, stopRecordingInput } from "./schema";

export const startRecordingAction = defineAction({
  name: "recording.start",
  input: startRecordingInput,
  may: mayOperate,
  run: ({ scope, input }) => beginRecording(scope, input),
});

export const stopRecordingAction = defineAction({
  name: "recording.stop",
  input: stopRecordingInput,
  may: mayOperate,
  run: async ({ scope, input }) => {
    await stopRecording(scope, input);
    return null;
  },
});
