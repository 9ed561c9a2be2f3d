import "server-only";
import { CommandFailure } from "./failure";

/** A length of time as docker words it: `About a minute`, `3 weeks`. */
export function humanDuration(ms: number): string {
  const seconds = Math.trunc(ms / 1000);
  const minutes = Math.trunc(ms / 60_000);
  const hours = Math.trunc(ms / 3_600_000 + 0.5);
  const steps: readonly (readonly [boolean, string])[] = [
    [seconds < 1, "Less than a second"],
    [seconds === 1, "1 second"],
    [seconds < 60, `${seconds} seconds`],
    [minutes === 1, "About a minute"],
    [minutes < 60, `${minutes} minutes`],
    [hours === 1, "About an hour"],
    [hours < 48, `${hours} hours`],
    [hours < 24 * 7 * 2, `${Math.trunc(hours / 24)} days`],
    [hours < 24 * 30 * 2, `${Math.trunc(hours / 24 / 7)} weeks`],
    [hours < 24 * 365 * 2, `${Math.trunc(hours / 24 / 30)} months`],
  ];
  return steps.find(([fits]) => fits)?.[1] ?? `${Math.trunc(ms / 3_600_000 / 24 / 365)} years`;
}

/** Epoch seconds as Go prints a time, in UTC: `2026-11-26 07:42:21 +0000 UTC`. */
export function goTime(seconds: number): string {
  return `${new Date(seconds * 1000).toISOString().slice(0, 19).replace("T", " ")} +0000 UTC`;
}

/** Epoch nanoseconds as docker prints an event's time, in UTC, nine digits. */
export function nanoTime(nanoseconds: bigint): string {
  const billion = 1_000_000_000n;
  const seconds = new Date(Number(nanoseconds / billion) * 1000).toISOString().slice(0, 19);
  return `${seconds}.${String(nanoseconds % billion).padStart(9, "0")}Z`;
}

const units: Readonly<Record<string, number>> = { ns: 1e-6, us: 1e-3, µs: 1e-3, ms: 1, s: 1e3, m: 6e4, h: 3.6e6 };

/** `1h30m`, `90s`, `-5m` as milliseconds; null when it is no duration of Go's. */
function goDurationMs(text: string): number | null {
  const found = /^([+-]?)((?:\d+(?:\.\d+)?(?:ns|us|µs|ms|s|m|h))+)$/.exec(text);
  if (!found) {
    return text === "0" ? 0 : null;
  }
  const sum = [...(found[2] ?? "").matchAll(/(\d+(?:\.\d+)?)(ns|us|µs|ms|s|m|h)/g)].reduce(
    (total, [, count, unit]) => total + Number(count) * (units[unit ?? ""] ?? 0),
    0,
  );
  return found[1] === "-" ? -sum : sum;
}

/** A `--since` or `--until` as the daemon takes it: epoch seconds. Times without a zone are UTC. */
export function epochTime(flag: string, text: string, now: Date): string {
  if (/^\d+(\.\d+)?$/.test(text)) {
    return text;
  }
  const duration = goDurationMs(text);
  if (duration !== null) {
    return String(Math.trunc((now.getTime() - duration) / 1000));
  }
  const isDate = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?)?(Z|[+-]\d\d:\d\d)?$/.test(text);
  const zoned = /T/.test(text) && !/(Z|[+-]\d\d:\d\d)$/.test(text) ? `${text}Z` : text;
  const at = isDate ? Date.parse(zoned) : Number.NaN;
  if (Number.isNaN(at)) {
    throw new CommandFailure(`invalid value for "${flag}": failed to parse value as time or duration: "${text}"`);
  }
  const [, fraction = ""] = /\.(\d+)/.exec(text) ?? [];
  return `${Math.floor(at / 1000)}.${fraction.padEnd(9, "0").slice(0, 9)}`;
}
