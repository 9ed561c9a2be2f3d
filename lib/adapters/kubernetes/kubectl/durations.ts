import "server-only";

/**
 * An age as kubectl writes it (k8s.io/apimachinery/pkg/util/duration.HumanDuration): 2 units below some limits, then
 * one. `seconds` may be fractional; what lies in the future is "0s" within 2 s and "<invalid>" beyond.
 */
export function humanDuration(exact: number): string {
  const seconds = Math.trunc(exact);
  if (seconds < -1) {
    return "<invalid>";
  }
  if (seconds < 0) {
    return "0s";
  }
  if (seconds < 120) {
    return `${seconds}s`;
  }
  const minutes = Math.floor(seconds / 60);
  if (minutes < 10) {
    return pair([minutes, "m"], [seconds % 60, "s"]);
  }
  if (minutes < 180) {
    return `${minutes}m`;
  }
  const hours = Math.floor(minutes / 60);
  if (hours < 8) {
    return pair([hours, "h"], [minutes % 60, "m"]);
  }
  if (hours < 48) {
    return `${hours}h`;
  }
  const days = Math.floor(hours / 24);
  if (hours < 192) {
    return pair([days, "d"], [hours % 24, "h"]);
  }
  if (days < 730) {
    return `${days}d`;
  }
  const years = Math.floor(days / 365);
  return years < 8 ? pair([years, "y"], [days % 365, "d"]) : `${years}y`;
}

function pair([major, unit]: readonly [number, string], [minor, small]: readonly [number, string]): string {
  return minor === 0 ? `${major}${unit}` : `${major}${unit}${minor}${small}`;
}

/** The age of an RFC 3339 time at `now`; "<unknown>" when there is none. */
export function ageOf(timestamp: string | null | undefined, now: Date): string {
  return timestamp ? humanDuration((now.getTime() - Date.parse(timestamp)) / 1000) : "<unknown>";
}

const unitSeconds: Readonly<Record<string, number>> = {
  ns: 1e-9,
  us: 1e-6,
  µs: 1e-6,
  μs: 1e-6,
  ms: 1e-3,
  s: 1,
  m: 60,
  h: 3600,
};

/** `5m`, `1h30m`, `-90s`, `.5s`, `0` as Go reads them (`2d` is none): seconds, or null. */
export function goDurationSeconds(text: string): number | null {
  const [, sign = "", parts = ""] = /^([+-]?)((?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+|0)$/.exec(text) ?? [];
  if (parts === "") {
    return null;
  }
  const seconds = [...parts.matchAll(/([\d.]+)(ns|us|µs|μs|ms|s|m|h)/g)].reduce(
    (sum, [, count, unit]) => sum + Number(count) * (unitSeconds[unit ?? ""] ?? 0),
    0,
  );
  return sign === "-" ? -seconds : seconds;
}

/** A span as Go's time.Duration prints it: `3m5.25s`, `1h0m0s`, `250ms`. */
export function goDuration(milliseconds: number): string {
  if (Math.abs(milliseconds) < 1_000) {
    return milliseconds === 0 ? "0s" : `${milliseconds}ms`;
  }
  const sign = milliseconds < 0 ? "-" : "";
  const total = Math.abs(milliseconds);
  const [hours, minutes] = [Math.floor(total / 3_600_000), Math.floor(total / 60_000) % 60];
  const seconds = `${(total % 60_000) / 1_000}s`;
  return `${sign}${hours > 0 ? `${hours}h` : ""}${total >= 60_000 ? `${minutes}m` : ""}${seconds}`;
}
