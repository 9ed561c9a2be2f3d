import "server-only";

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
