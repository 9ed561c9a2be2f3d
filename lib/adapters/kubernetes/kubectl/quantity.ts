import "server-only";

type Format = "decimal" | "binary";

/** An exact amount with the kind of unit it is written in, as k8s.io/apimachinery/pkg/api/resource.Quantity. */
export type Quantity = {
  readonly isZero: boolean;
  readonly format: Format;
  /** Billionths. */
  readonly nano: bigint;
  add(other: Quantity): Quantity;
  /** Rounded up. */
  whole(): bigint;
  /** Thousandths, rounded up. */
  milli(): bigint;
  toString(): string;
};

const NANO = 1_000_000_000n;
const decimalUnits = ["n", "u", "m", "", "k", "M", "G", "T", "P", "E"];
const binaryUnits = ["", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"];

/** Reads `128Mi`, `250m`, `1e3`. What is none counts as nothing: the API server has checked it. */
export function parseQuantity(text: string): Quantity {
  const [, sign = "", whole = "", fraction = "", unit = ""] =
    /^([+-]?)(\d*)\.?(\d*)((?:[eE][+-]?\d+)|[a-zA-Z]*)$/.exec(text) ?? [];
  const binary = binaryUnits.indexOf(unit);
  const isBinary = binary > 0;
  const exponent = /^[eE][+-]?\d+$/.test(unit) ? Number(unit.slice(1)) : (decimalUnits.indexOf(unit) - 3) * 3;
  const factor = isBinary ? NANO * 1024n ** BigInt(binary) : 10n ** BigInt(Math.max(exponent + 9, 0));
  const scale = 10n ** BigInt(fraction.length);
  const nano = (BigInt(`0${whole}${fraction}`) * factor + scale - 1n) / scale;
  return quantityOf(sign === "-" ? -nano : nano, isBinary ? "binary" : "decimal");
}

/** An amount of whole units in a format. */
export function wholeQuantity(amount: bigint, format: Format): Quantity {
  return quantityOf(amount * NANO, format);
}

function quantityOf(nano: bigint, format: Format): Quantity {
  return {
    isZero: nano === 0n,
    format,
    nano,
    // Nothing takes the format of what is added to it.
    add: (other) => quantityOf(nano + other.nano, nano === 0n ? other.format : format),
    whole: () => roundedUp(nano, NANO),
    milli: () => roundedUp(nano, NANO / 1000n),
    toString: () => quantityText(nano, format),
  };
}

function roundedUp(nano: bigint, unit: bigint): bigint {
  return nano / unit + (nano > 0n && nano % unit !== 0n ? 1n : 0n);
}

function quantityText(nano: bigint, format: Format): string {
  if (nano === 0n) {
    return "0";
  }
  const isSmall = nano > -1024n * NANO && nano < 1024n * NANO;
  return format === "binary" && !isSmall && nano % NANO === 0n
    ? inLargestUnit(nano / NANO, 1024n, binaryUnits)
    : inLargestUnit(nano, 1000n, decimalUnits);
}

/** With the largest unit that leaves a whole number. */
function inLargestUnit(amount: bigint, step: bigint, units: readonly string[]): string {
  let index = 0;
  let left = amount;
  while (left % step === 0n && index < units.length - 1) {
    left /= step;
    index += 1;
  }
  return `${left}${units[index]}`;
}
