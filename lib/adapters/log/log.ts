import "server-only";
import { redact } from "./redact";

export const logLevels = ["debug", "info", "warn", "error"] as const;
export type LogLevel = (typeof logLevels)[number];
export type LogFields = Readonly<Record<string, unknown>>;

/** Writes one line per call; `fields` are redacted, an Error among them is written with its stack and causes. */
export type Log = { readonly [Level in LogLevel]: (message: string, fields?: LogFields) => void } & {
  /** The same log with fields that every line carries. */
  with(fields: LogFields): Log;
};

export type LogSettings = {
  readonly level: LogLevel;
  /** `json` for machines, `pretty` for a terminal. */
  readonly style: "json" | "pretty";
  readonly write: (line: string) => void;
  readonly now: () => Date;
};

/** A logger over one sink. Redacts; never throws for an odd field. */
export function createLog(settings: LogSettings, bound: LogFields = {}): Log {
  const writer = (level: LogLevel) => (message: string, fields?: LogFields) => {
    if (logLevels.indexOf(level) < logLevels.indexOf(settings.level)) {
      return;
    }
    const all = redact({ ...bound, ...fields });
    settings.write(
      settings.style === "json"
        ? jsonLine(settings.now(), level, { message: redact(message), fields: all })
        : prettyLine(settings.now(), level, { message: redact(message), fields: all }),
    );
  };
  return {
    debug: writer("debug"),
    info: writer("info"),
    warn: writer("warn"),
    error: writer("error"),
    with: (fields) => createLog(settings, { ...bound, ...fields }),
  };
}

/** What is written: already redacted. */
type Line = { readonly message: unknown; readonly fields: unknown };

function jsonLine(at: Date, level: LogLevel, { message, fields }: Line): string {
  return `${JSON.stringify({ at: at.toISOString(), level, message, ...asRecord(fields) })}\n`;
}

function prettyLine(at: Date, level: LogLevel, { message, fields }: Line): string {
  const text = Object.entries(asRecord(fields))
    .map(([name, value]) => ` ${name}=${typeof value === "string" ? value : JSON.stringify(value)}`)
    .join("");
  return `${at.toISOString().slice(11, 19)} ${level === "info" ? "" : `${level}: `}${String(message)}${text}\n`;
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}
