"use server";

import { mayAdminister } from "@/lib/core/kernel/policy";
import { defineAction } from "@/lib/web/action";
import { addSource, renewSourceToken } from "./runtime";
import { createSourceInput, rotateSourceInput } from "./schema";

export const createSourceAction = defineAction({
  name: "alert.create-source",
  input: createSourceInput,
  may: mayAdminister,
  run: ({ scope, input }) => addSource(scope, input.name),
});

export const rotateSourceAction = defineAction({
  name: "alert.rotate-source",
  input: rotateSourceInput,
  may: mayAdminister,
  run: ({ scope, input }) => renewSourceToken(scope, input.sourceId),
});
