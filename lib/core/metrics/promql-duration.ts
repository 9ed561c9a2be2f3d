const DURATION = /^(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+(?:\.\d+)?)s?)?$/;
const UNIT_SECONDS = [86_400, 3600, 60, 1];

/** `1h30m`, `45s` or plain seconds, in seconds; null of anything else and of zero. */
export function parseDurationSeconds(text: string): number | null {
  const parts = text === "" ? null : DURATION.exec(text);
  const seconds = parts?.slice(1).reduce((sum, part, index) => sum + Number(part ?? 0) * (UNIT_SECONDS[index] ?? 0), 0);
  return seconds === undefined || seconds === 0 ? null : seconds;
}
