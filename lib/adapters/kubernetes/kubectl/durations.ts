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

/** `5m`, `1h30m`, `90s`, `2d` is not one (as in Go): seconds, or null. */
export function goDurationSeconds(text: string): number | null {
  const units: Readonly<Record<string, number>> = { ms: 0.001, s: 1, m: 60, h: 3600 };
  if (!/^(\d+(\.\d+)?(ms|s|m|h))+$/.test(text)) {
    return null;
  }
  return [...text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/g)].reduce(
    (sum, [, count, unit]) => sum + Number(count) * (units[unit ?? ""] ?? 0),
    0,
  );
}
