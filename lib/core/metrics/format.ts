import type { TimeToLimit } from "./headroom";

const units = ["B", "KiB", "MiB", "GiB", "TiB"];

/** `224 MiB`, `1.78 GiB`: three digits, binary units. */
export function formatBytes(bytes: number): string {
  let value = Math.abs(bytes);
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  const digits = unit === 0 || value >= 99.95 ? 0 : value >= 9.995 ? 1 : 2;
  return `${bytes < 0 ? "−" : ""}${value.toFixed(digits)} ${units[unit]}`;
}

/** Bytes a second as `+31.0 MiB/min`. */
export function formatSlope(bytesPerSecond: number): string {
  const perMinute = bytesPerSecond * 60;
  return `${perMinute >= 0 ? "+" : ""}${formatBytes(perMinute)}/min`;
}

/** `45 s`, `7 min`, `2 h 10 min`, `3 d 4 h`. */
export function formatDuration(seconds: number): string {
  if (seconds < 90) {
    return `${Math.round(seconds)} s`;
  }
  const minutes = Math.round(seconds / 60);
  if (minutes < 90) {
    return `${minutes} min`;
  }
  const hours = Math.round(minutes / 60);
  return hours < 48
    ? `${Math.floor(minutes / 60)} h ${minutes % 60} min`
    : `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

/** `6–8 min`, or why nobody can say. */
export function formatTimeToLimit(time: TimeToLimit): string {
  switch (time.kind) {
    case "seconds":
      return spanText(time.low, time.high);
    case "no-trend":
      return "no trend";
    case "falling":
      return "falling";
    case "no-limit":
      return "no limit";
    case "at-limit":
      return "at the limit";
  }
}

function spanText(low: number, high: number): string {
  const [from, to] = [formatDuration(low), formatDuration(high)];
  const unit = / (s|min)$/.exec(to)?.[0] ?? "";
  return from === to
    ? from
    : unit !== "" && from.endsWith(unit)
      ? `${from.slice(0, -unit.length)}–${to}`
      : `${from} – ${to}`;
}
