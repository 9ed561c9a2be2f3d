const units = ["B", "KiB", "MiB", "GiB", "TiB"] as const;

/** 234 881 024 as "224 MiB", 1 911 260 447 as "1.78 GiB". */
export function bytesText(bytes: number): string {
  const sign = bytes < 0 ? "−" : "";
  let value = Math.abs(bytes);
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  const digits = unit < 2 || value >= 100 ? 0 : value >= 10 ? 1 : 2;
  return `${sign}${Number(value.toFixed(digits))} ${units[unit] ?? "B"}`;
}

/** Bytes per second as what a person can follow: "+31 MiB/min"; below 10 KiB a minute it is "steady". */
export function trendText(bytesPerSecond: number | null): string {
  if (bytesPerSecond === null) {
    return "no trend";
  }
  const perMinute = bytesPerSecond * 60;
  if (Math.abs(perMinute) < 10 * 1024) {
    return "steady";
  }
  return `${perMinute > 0 ? "+" : ""}${bytesText(perMinute)}/min`;
}

/** Round values for an axis from 0 up to `top`, in steps a person would choose. */
export function axisTicks(top: number): readonly number[] {
  const step = 2 ** Math.floor(Math.log2(Math.max(top, 1) / 3));
  const ticks: number[] = [];
  for (let tick = 0; tick <= top; tick += step) {
    ticks.push(tick);
  }
  return ticks;
}
