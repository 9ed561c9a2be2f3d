import "server-only";

/** A number as C's `%.{precision}g` prints it. */
function general(value: number, precision: number): string {
  const text = value.toPrecision(precision);
  const [mantissa = "", exponent] = text.split("e");
  const short = mantissa.includes(".") ? mantissa.replace(/\.?0+$/, "") : mantissa;
  return exponent === undefined ? short : `${short}e${exponent.replace(/^([+-])(\d)$/, "$10$2")}`;
}

function scaled(value: number, base: number, units: readonly string[]): { value: number; unit: string } {
  let rest = value;
  let at = 0;
  while (rest >= base && at < units.length - 1) {
    rest /= base;
    at += 1;
  }
  return { value: rest, unit: units[at] ?? "" };
}

/** Bytes in thousands: `29.2MB`, `0B`. Docker shows three digits, for images and disk use and network. */
export function humanSize(bytes: number, precision = 3): string {
  const { value, unit } = scaled(bytes, 1000, ["B", "kB", "MB", "GB", "TB", "PB", "EB", "ZB", "YB"]);
  return general(value, precision) + unit;
}
