import "server-only";
import { AppError } from "@/lib/core/kernel/app-error";
import { InwardAddress } from "./addresses";
import type { Received } from "./curl-write-out";

/** One of curl's own errors: its exit code and text. */
export class CurlFailure extends Error {
  override readonly name = "CurlFailure";
  readonly exitCode: number;
  /** What had come when it failed, for `-w`. */
  readonly received: Received | null;

  constructor(exitCode: number, message: string, received: Received | null = null) {
    super(message);
    this.exitCode = exitCode;
    this.received = received;
  }
}

type Attempt = { readonly address: string; readonly elapsedMs: number; readonly isTimedOut: boolean };

/** The error that curl would report for what a socket or a resolver said. */
export function curlFailureOf(error: unknown, { address, elapsedMs, isTimedOut }: Attempt): CurlFailure {
  if (error instanceof CurlFailure) {
    return error;
  }
  if (error instanceof AppError) {
    return new CurlFailure(7, error.message);
  }
  if (isTimedOut) {
    return new CurlFailure(28, `Operation timed out after ${elapsedMs} milliseconds with 0 bytes received`);
  }
  if (error instanceof InwardAddress) {
    const where = `${address} leads to ${error.message}`;
    return new CurlFailure(
      126,
      `refused: ${where}, an address of the own network that the configuration does not list`,
    );
  }
  const isHangUp = error instanceof Error && error.message === "socket hang up";
  return ofCode(codeOf(error), { address, elapsedMs, isHangUp });
}

type Answerless = Omit<Attempt, "isTimedOut"> & { readonly isHangUp: boolean };

function ofCode(code: string, { address, elapsedMs, isHangUp }: Answerless): CurlFailure {
  const url = URL.parse(address) ?? URL.parse(`http://${address}`);
  const host = url?.hostname ?? address;
  const port = url?.port || (url?.protocol === "https:" ? "443" : "80");
  switch (code) {
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return new CurlFailure(6, `Could not resolve host: ${host}`);
    case "ECONNREFUSED":
    case "EHOSTUNREACH":
    case "ENETUNREACH":
      return new CurlFailure(
        7,
        `Failed to connect to ${host} port ${port} after ${elapsedMs} ms: Could not connect to server`,
      );
    case "ETIMEDOUT":
      return new CurlFailure(
        28,
        `Failed to connect to ${host} port ${port} after ${elapsedMs} ms: Timeout was reached`,
      );
    case "ECONNRESET":
      return isHangUp
        ? new CurlFailure(52, "Empty reply from server")
        : new CurlFailure(56, "Recv failure: Connection reset by peer");
    default:
      return /CERT|SELF_SIGNED|UNABLE_TO/.test(code)
        ? new CurlFailure(60, `${certificateProblem(code, host)}${ADVICE}`)
        : new CurlFailure(56, `Failure when receiving data from the peer (${code})`);
  }
}

const ADVICE = `
More details here: https://curl.se/docs/sslcerts.html

curl failed to verify the legitimacy of the server and therefore could not
establish a secure connection to it. To learn more about this situation and
how to fix it, please visit the web page mentioned above.`;

/** Node's names of OpenSSL's verdicts, in OpenSSL's words. */
const verdicts: Readonly<Record<string, string>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: "self-signed certificate",
  SELF_SIGNED_CERT_IN_CHAIN: "self-signed certificate in certificate chain",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "unable to get local issuer certificate",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "unable to get local issuer certificate",
  CERT_HAS_EXPIRED: "certificate has expired",
  CERT_NOT_YET_VALID: "certificate is not yet valid",
};

function certificateProblem(code: string, host: string): string {
  return code === "ERR_TLS_CERT_ALTNAME_INVALID"
    ? `SSL: no alternative certificate subject name matches target host name '${host}'`
    : `SSL certificate problem: ${verdicts[code] ?? code.toLowerCase().replaceAll("_", " ")}`;
}

/** A connection tried at several addresses fails with one error around the others. */
function codeOf(error: unknown): string {
  const inner = error instanceof AggregateError ? error.errors[0] : error;
  return inner instanceof Error && "code" in inner ? String(inner.code) : String(inner);
}
