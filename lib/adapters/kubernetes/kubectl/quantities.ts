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
  const [, number, unit] = /^([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)([a-zA-Z]*)$/.exec(text) ?? [];
  const factor = unit === undefined ? undefined : factors[unit];
  return number === undefined || factor === undefined ? null : Number(number) * factor;
}

/** A quantity as Kubernetes stores it, for the usual spellings; null when it is none. `1000m` is "1", `0.5` is "500m". */
export function canonicalQuantity(text: string): string | null {
  const [, sign = "", number = "", unit = ""] =
    /^([+-]?)(\d+\.?\d*|\.\d+)(m|k|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei|)$/.exec(text) ?? [];
  if (number === "") {
    return quantityValue(text) === null ? null : text;
  }
  const binary = unit.endsWith("i");
  const steps = binary ? ["", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"] : ["m", "", "k", "M", "G", "T", "P", "E"];
  const base = binary ? 1024 : 1000;
  const found = { value: Number(number), step: steps.indexOf(unit) };
  if (found.value === 0) {
    return "0";
  }
  while (!Number.isInteger(found.value) && found.step > 0) {
    found.value = Math.round(found.value * base * 1e6) / 1e6;
    found.step -= 1;
  }
  while (found.value % base === 0 && found.step < steps.length - 1) {
    found.value /= base;
    found.step += 1;
  }
  return `${sign === "-" ? "-" : ""}${found.value}${steps[found.step]}`;
}
