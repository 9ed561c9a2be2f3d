import type { AppErrorCode } from "@/lib/core/kernel/app-error";

export type Failure = {
  readonly code: AppErrorCode;
  /** Safe to show. */
  readonly message: string;
  /** For a bug: what the log has it under. */
  readonly reference?: string;
  /** For invalid input: field to messages. */
  readonly fields?: Readonly<Record<string, readonly string[]>>;
};

/** What an action or a route answers; the browser looks at `ok` before anything else. */
export type ActionResult<T> = { readonly ok: true; readonly data: T } | { readonly ok: false; readonly error: Failure };
