"use server";

import { mayAdminister, mayCommand } from "@/lib/core/kernel/policy";
import { defineAction } from "@/lib/web/action";
import { removeUpload } from "./mutations/remove-runbook";
import { reviewRevision } from "./mutations/review-revision";
import { removeUploadInput, reviewRevisionInput } from "./schema";

export const reviewRevisionAction = defineAction({
  name: "runbook.review-revision",
  input: reviewRevisionInput,
  may: mayCommand,
  run: ({ scope, input }) => reviewRevision(scope, input),
});

export const removeUploadAction = defineAction({
  name: "runbook.remove-upload",
  input: removeUploadInput,
  may: mayAdminister,
  run: ({ scope, input }) => removeUpload(scope, input.slug),
});
