/** A length of time in words: "48 s", "2 min 5 s", "1 h 3 min". */
export function durationText(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) {
    return `${whole} s`;
  }
  if (whole < 3_600) {
    return whole % 60 === 0 ? `${whole / 60} min` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
  }
  const minutes = Math.floor((whole % 3_600) / 60);
  return `${Math.floor(whole / 3_600)} h${minutes === 0 ? "" : ` ${minutes} min`}`;
}
