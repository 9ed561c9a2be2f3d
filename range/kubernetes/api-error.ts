export interface StatusDetails {
  readonly name?: string;
  readonly group?: string;
  readonly kind?: string;
  readonly uid?: string;
  readonly causes?: readonly { readonly reason?: string; readonly message: string; readonly field?: string }[];
  readonly retryAfterSeconds?: number;
}

/** The `Status` object with which the Kubernetes API reports how a request went. */
export interface Status {
  readonly kind: "Status";
  readonly apiVersion: "v1";
  readonly metadata: Readonly<Record<string, never>>;
  readonly status: "Success" | "Failure";
  readonly message?: string;
  readonly reason?: string;
  readonly details?: StatusDetails;
  readonly code?: number;
}

const CODES = {
  BadRequest: 400,
  Unauthorized: 401,
  Forbidden: 403,
  NotFound: 404,
  MethodNotAllowed: 405,
  AlreadyExists: 409,
  Conflict: 409,
  Expired: 410,
  UnsupportedMediaType: 415,
  Invalid: 422,
  InternalError: 500,
  ServiceUnavailable: 503,
} as const;

export type FailureReason = keyof typeof CODES;

/** A request that the API refuses; the server answers with its `Status`. */
export class ApiError extends Error {
  readonly status: Status;

  constructor(reason: FailureReason, message: string, details: StatusDetails = {}) {
    super(message);
    this.status = {
      kind: "Status",
      apiVersion: "v1",
      metadata: {},
      status: "Failure",
      message,
      reason,
      details,
      code: CODES[reason],
    };
  }
}

/** The usual answer for a name that does not exist. `resource` is the plural with its group, as kubectl shows it. */
export function notFound(target: {
  readonly resource: string;
  readonly group: string;
  readonly name: string;
}): ApiError {
  const { resource, group, name } = target;
  const full = group === "" ? resource : `${resource}.${group}`;
  return new ApiError("NotFound", `${full} "${name}" not found`, {
    name,
    ...(group === "" ? {} : { group }),
    kind: resource,
  });
}
