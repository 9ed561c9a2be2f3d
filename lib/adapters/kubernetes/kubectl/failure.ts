import "server-only";
import { z } from "zod";
import type { ApiReply } from "../connection";

/** What the API server said of a request that it refused. */
export type Refusal = { readonly status: number; readonly reason: string; readonly message: string };

/** Ends a command with a text on stderr: what kubectl's own exit does. */
export class CommandFailure extends Error {
  override readonly name = "CommandFailure";
  readonly exitCode: number;
  /** Null when the failure is kubectl's own. */
  readonly refusal: Refusal | null;

  constructor(message: string, exitCode = 1, refusal: Refusal | null = null) {
    super(message);
    this.exitCode = exitCode;
    this.refusal = refusal;
  }
}

/** A failure behind what the command has printed already. */
export class OutputFailure extends CommandFailure {
  readonly output: string;

  constructor(message: string, output: string) {
    super(message);
    this.output = output;
  }
}

const cause = z.looseObject({ field: z.string().default(""), message: z.string().default("") });
const details = z.looseObject({
  kind: z.string().default(""),
  name: z.string().default(""),
  causes: z.array(cause).default([]),
});
const status = z.object({
  kind: z.literal("Status"),
  reason: z.string().optional(),
  message: z.string().optional(),
  details: details.optional(),
});

/** Said before the server's message: `error when creating "STDIN"`. `within`: what the server was doing in it. */
export type FailureSource = { readonly doing: string; readonly source: string; readonly within?: string };

/** What client-go makes of a status whose body is not the API's own. */
const unspoken: Readonly<Record<number, readonly [reason: string, message: string]>> = {
  400: ["BadRequest", "the server rejected our request for an unknown reason"],
  404: ["NotFound", "the server could not find the requested resource"],
  405: ["MethodNotAllowed", "the server does not allow this method on the requested resource"],
  409: ["Conflict", "the server reported a conflict"],
  429: ["TooManyRequests", "the server has received too many requests and has asked us to try again later"],
  503: ["ServiceUnavailable", "the server is currently unable to handle the request"],
  504: [
    "Timeout",
    "the server was unable to return a response in the time allotted, but may still be processing the request",
  ],
};

function anError(text: string): string {
  return `an error on the server (${JSON.stringify(text.trim() || "unknown")}) has prevented the request from succeeding`;
}

/** An API server's refusal in kubectl's words: `Error from server (NotFound): pods "x" not found`. */
export function serverFailure(reply: ApiReply, from?: FailureSource): CommandFailure {
  const said = status.safeParse(reply.body);
  if (!said.success) {
    const [name, meaning] = unspoken[reply.status] ?? ["InternalError", anError(reply.text)];
    return new CommandFailure(`Error from server (${name}): ${meaning}`);
  }
  const { reason = "", message: plain = "" } = said.data;
  const message = prefixOf(from) + plain;
  const refusal = { status: reply.status, reason, message };
  if (reply.status === 401) {
    return new CommandFailure("error: You must be logged in to the server (Unauthorized)", 1, refusal);
  }
  if (reason === "Invalid") {
    return new CommandFailure(invalidText(said.data.details, message), 1, refusal);
  }
  return new CommandFailure(
    reason ? `Error from server (${reason}): ${message}` : `Error from server: ${message}`,
    1,
    refusal,
  );
}

function prefixOf(from: FailureSource | undefined): string {
  const parts = from === undefined ? [] : [from.doing, ...(from.within === undefined ? [] : [from.within])];
  return parts.map((part) => `error when ${part} "${from?.source}": `).join("");
}

function invalidText(found: z.infer<typeof details> | undefined, message: string): string {
  if (!found) {
    return `The request is invalid${message === "" ? "" : `: ${message}`}`;
  }
  const { kind, name, causes } = found;
  const isNamed = kind !== "" || name !== "";
  const head = isNamed ? `The ${kind} "${name}" is invalid` : "The request is invalid";
  if (causes.length === 0) {
    return isNamed || message === "" ? head : `${head}: ${message}`;
  }
  const lines = [...new Set(causes.map(({ field, message: why }) => `${field}: ${why}`))];
  return lines.length === 1 ? `${head}: ${lines[0]}` : `${head}: \n${lines.map((line) => `* ${line}`).join("\n")}`;
}

/** The failure without the head that kubectl puts before it when it stands alone. */
export function plainMessage(failure: CommandFailure): string {
  return failure.refusal?.message ?? failure.message.replace(/^error: /, "");
}

/** Several failures as kubectl prints them: a line each, its own ones without "error: ". Throws when there is one. */
export function throwAll(failures: readonly CommandFailure[]): void {
  const [first] = failures;
  if (!first) {
    return;
  }
  if (failures.length === 1) {
    throw first;
  }
  const lines = failures.map(({ message, refusal }) =>
    refusal?.reason === "Invalid" ? `Error from server (Invalid): ${refusal.message}` : message.replace(/^error: /, ""),
  );
  throw new CommandFailure(lines.join("\n"), first.exitCode);
}

const HEADED = /^(error: |Error from server|The )/;

/** The failure that several sentences end a command with: one alone stands behind "error: ". */
export function problemsFailure(problems: readonly string[]): CommandFailure {
  const [first = ""] = problems;
  return new CommandFailure(
    problems.length === 1 ? `${HEADED.test(first) ? "" : "error: "}${first.replace(/\n$/, "")}` : problems.join("\n"),
  );
}

/** The answer when it is a success; else throws the server's refusal. */
export function expectSuccess(reply: ApiReply, from?: FailureSource): ApiReply {
  if (reply.status >= 200 && reply.status < 300) {
    return reply;
  }
  throw serverFailure(reply, from);
}
