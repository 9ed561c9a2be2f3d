import type { IncomingMessage } from "node:http";
import { parseDurationMs } from "./promql/literals.ts";

/** A request that Prometheus refuses with status 400 and the error type `bad_data`. */
export class BadData extends Error {
  override readonly name = "BadData";
}

const MAX_FORM_BYTES = 1024 * 1024;

/** The parameters of the address, and of the form when it is a POST; those of the form come first. */
export async function parametersOf(request: IncomingMessage, url: URL): Promise<URLSearchParams> {
  if (request.method !== "POST") {
    return url.searchParams;
  }
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk);
    length += bytes.length;
    if (length > MAX_FORM_BYTES) {
      throw new BadData("error parsing form values: http: request body too large");
    }
    chunks.push(bytes);
  }
  const form = new URLSearchParams(Buffer.concat(chunks).toString("utf8"));
  for (const [name, value] of url.searchParams) {
    form.append(name, value);
  }
  return form;
}

/** Epoch seconds or RFC 3339, in milliseconds. */
export function parseTimeMs(name: string, text: string): number {
  const ms = /^[-+]?[\d.]+(?:e[-+]?\d+)?$/i.test(text) ? Math.round(Number(text) * 1000) : Date.parse(text);
  if (!Number.isFinite(ms)) {
    const prefix = name === "time" ? "Invalid time value for 'time': " : "";
    throw new BadData(
      `invalid parameter "${name}": ${prefix}cannot parse ${JSON.stringify(text)} to a valid timestamp`,
    );
  }
  return ms;
}

/** A step in seconds or as a duration (`30s`), in milliseconds. */
export function parseStepMs(text: string): number {
  const ms = /^[-+]?[\d.]+(?:e[-+]?\d+)?$/i.test(text) ? Math.round(Number(text) * 1000) : parseDurationMs(text);
  if (ms === undefined || !Number.isFinite(ms)) {
    throw new BadData(`invalid parameter "step": cannot parse ${JSON.stringify(text)} to a valid duration`);
  }
  if (ms <= 0) {
    throw new BadData(
      'invalid parameter "step": zero or negative query resolution step widths are not accepted. Try a positive integer',
    );
  }
  return ms;
}
