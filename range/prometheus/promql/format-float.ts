/** A float as Go prints it in Prometheus's replies: plain digits between 1e-6 and 1e21, else `1e-07`. */
export function formatFloat(value: number): string {
  if (Number.isNaN(value)) {
    return "NaN";
  }
  if (!Number.isFinite(value)) {
    return value > 0 ? "+Inf" : "-Inf";
  }
  return Object.is(value, -0) ? "-0" : String(value).replace(/e([-+])(\d)$/, "e$10$2");
}
