export type AppErrorCode =
  | "unauthenticated"
  | "forbidden"
  | "not-found"
  | "conflict"
  | "invalid-input"
  | "limit-exceeded"
  | "upstream-unavailable"
  | "internal";

/** The one error class that may cross a ring. `message` is safe to show; the rest is `cause`. */
export class AppError extends Error {
  override readonly name = "AppError";
  readonly code: AppErrorCode;

  constructor(code: AppErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
