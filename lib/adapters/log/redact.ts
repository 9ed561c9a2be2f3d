import "server-only";

const SECRET_NAME =
  /^(authorization|cookie|set-cookie|.*(password|passwd|secret|token|api-?key|apikey|private-?key|credential)s?)$/i;
const HIDDEN = "[redacted]";
const MAX_DEPTH = 6;

/** Secrets that can be told by their shape alone: bearer tokens, passwords in URLs, JWTs, private keys. */
const SECRET_TEXT: readonly (readonly [RegExp, string])[] = [
  [/\b(bearer|basic)\s+[\w.~+/=-]{8,}/gi, `$1 ${HIDDEN}`],
  [/\b([a-z][a-z0-9+.-]*:\/\/[^\s:/@]*):[^\s@/]+@/gi, `$1:${HIDDEN}@`],
  [/\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*/g, HIDDEN],
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?-----END [A-Z ]*PRIVATE KEY-----/g, HIDDEN],
];

/**
 * A copy fit for a log: values under secret-looking names and secret-looking text are replaced, errors become plain
 * objects with stack and causes, anything deeper than six levels is cut. Best effort.
 */
export function redact(value: unknown, depth = 0): unknown {
  if (typeof value === "string") {
    return SECRET_TEXT.reduce((text, [pattern, replacement]) => text.replace(pattern, replacement), value);
  }
  if (typeof value === "bigint") {
    return value.toString();
  }
  if (typeof value !== "object" || value === null) {
    return typeof value === "function" || typeof value === "symbol" ? String(value) : value;
  }
  if (depth >= MAX_DEPTH) {
    return "[cut]";
  }
  return redactObject(value, depth);
}

function redactObject(value: object, depth: number): unknown {
  if (value instanceof Date) {
    return value.toISOString();
  }
  if (value instanceof Error) {
    const { name, message, stack, cause } = value;
    return redact({ name, message, stack, ...(cause === undefined ? {} : { cause }) }, depth + 1);
  }
  if (Array.isArray(value)) {
    return value.map((entry) => redact(entry, depth + 1));
  }
  return Object.fromEntries(
    Object.entries(value).map(([name, entry]) => [name, SECRET_NAME.test(name) ? HIDDEN : redact(entry, depth + 1)]),
  );
}
