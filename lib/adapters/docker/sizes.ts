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

/** Bytes in 1,024s: `1.113MiB`. Docker shows memory so. */
export function bytesSize(bytes: number): string {
  const { value, unit } = scaled(bytes, 1024, ["B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB", "ZiB", "YiB"]);
  return general(value, 4) + unit;
}

/** `512m`, `1.5g`, `6MiB`: docker's units are 2^10, 2^20, 2^30 whatever the spelling. Null when it is none. */
export function ramInBytes(text: string): number | null {
  const found = /^(\d+(?:\.\d+)*) ?([kmgtp])?i?b?$/i.exec(text);
  if (!found) {
    return null;
  }
  const power = "kmgtp".indexOf((found[2] ?? "").toLowerCase() || "?") + 1;
  return Math.trunc(Number(found[1]) * 1024 ** power);
}
