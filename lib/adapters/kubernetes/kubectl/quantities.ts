import "server-only";

const factors: Readonly<Record<string, number>> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  "": 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};

/** A Kubernetes quantity (`128Mi`, `250m`, `1e3`) as a number: bytes, cores or a count. Null when it is none. */
export function quantityValue(text: string): number | null {
  const [, number, unit] = /^([+-]?[\d.]+(?:e[+-]?\d+)?)([a-zA-Z]*)$/.exec(text) ?? [];
  const factor = unit === undefined ? undefined : factors[unit];
  return number === undefined || factor === undefined ? null : Number(number) * factor;
}
