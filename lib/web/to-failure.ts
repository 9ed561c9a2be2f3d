import "server-only";
import { randomUUID } from "node:crypto";
import { z } from "zod";
import { getLog } from "@/lib/adapters/log/process-log";
import { AppError } from "@/lib/core/kernel/app-error";
import type { Failure } from "./action-result";

/** Input that did not fit its schema. */
export class InvalidInput extends AppError {
  readonly fields: Readonly<Record<string, readonly string[]>>;

  constructor(error: z.ZodError) {
    super("invalid-input", "Some of what was sent is not usable.", { cause: error });
    this.fields = fieldsOf(error);
  }
}

/** What may be told about a thrown value: an AppError's own words; of anything else only a reference into the log. */
export function toFailure(thrown: unknown, where: string): Failure {
  if (thrown instanceof InvalidInput) {
    return { code: thrown.code, message: thrown.message, fields: thrown.fields };
  }
  if (thrown instanceof AppError && thrown.code !== "internal") {
    if (thrown.cause !== undefined) {
      getLog().info(thrown.message, { where, code: thrown.code, cause: thrown.cause });
    }
    return { code: thrown.code, message: thrown.message };
  }
  const reference = randomUUID().slice(0, 8);
  getLog().error("Unexpected failure", { where, reference, error: thrown });
  const message = thrown instanceof AppError ? thrown.message : "Something went wrong on the server.";
  return { code: "internal", message, reference };
}

function fieldsOf(error: z.ZodError): Record<string, string[]> {
  const fields: Record<string, string[]> = {};
  for (const issue of error.issues) {
    const name = z.core.toDotPath(issue.path);
    fields[name] = [...(fields[name] ?? []), issue.message];
  }
  return fields;
}
