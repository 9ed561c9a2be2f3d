/** A decimal number: `digits` × 10^-`scale`. */
export type Decimal = { readonly digits: bigint; readonly scale: number };

export const ZERO: Decimal = { digits: 0n, scale: 0 };

/** What bc cannot work out. */
export class BcFailure extends Error {
  override readonly name = "BcFailure";
}

/** A number has at most so many digits: a larger one would take the run's time. */
const MAX_DIGITS = 20_000;

export function decimalOf(text: string): Decimal {
  const [whole = "", part = ""] = text.split(".");
  return { digits: BigInt(`${whole}${part}` || "0"), scale: part.length };
}

export function whole(value: number | bigint): Decimal {
  return { digits: BigInt(value), scale: 0 };
}

/** The same number with another count of digits behind the point; what is cut off is cut off. */
function rescaled({ digits, scale }: Decimal, to: number): Decimal {
  return to >= scale
    ? { digits: digits * 10n ** BigInt(to - scale), scale: to }
    : { digits: digits / 10n ** BigInt(scale - to), scale: to };
}

function aligned(a: Decimal, b: Decimal): readonly [bigint, bigint, number] {
  const scale = Math.max(a.scale, b.scale);
  return [rescaled(a, scale).digits, rescaled(b, scale).digits, scale];
}

export function add(a: Decimal, b: Decimal): Decimal {
  const [left, right, scale] = aligned(a, b);
  return { digits: left + right, scale };
}

export function negated({ digits, scale }: Decimal): Decimal {
  return { digits: -digits, scale };
}

/** Negative, zero or positive, as `a` is less than, equal to or more than `b`. */
export function compare(a: Decimal, b: Decimal): number {
  const [left, right] = aligned(a, b);
  return left < right ? -1 : left > right ? 1 : 0;
}

export function multiply(a: Decimal, b: Decimal, scale: number): Decimal {
  const full = { digits: a.digits * b.digits, scale: a.scale + b.scale };
  return rescaled(full, Math.min(full.scale, Math.max(scale, a.scale, b.scale)));
}

export function divide(a: Decimal, b: Decimal, scale: number): Decimal {
  if (b.digits === 0n) {
    throw new BcFailure("Divide by zero");
  }
  return { digits: rescaled(a, scale + b.scale + a.scale).digits / (b.digits * 10n ** BigInt(a.scale)), scale };
}

/** What a division to `scale` digits leaves. */
export function remainder(a: Decimal, b: Decimal, scale: number): Decimal {
  if (b.digits === 0n) {
    throw new BcFailure("Modulo by zero");
  }
  const quotient = divide(a, b, scale);
  const product = { digits: quotient.digits * b.digits, scale: quotient.scale + b.scale };
  return rescaled(add(a, negated(product)), Math.max(scale + b.scale, a.scale));
}

/** `a` to the whole part of `b`. */
export function power(a: Decimal, b: Decimal, scale: number): Decimal {
  const exponent = Number(rescaled(b, 0).digits);
  const size = Math.abs(exponent);
  if (size * String(a.digits).length > MAX_DIGITS) {
    throw new BcFailure("exponent too large");
  }
  const full = { digits: a.digits ** BigInt(size), scale: a.scale * size };
  return exponent < 0 ? divide(whole(1), full, scale) : rescaled(full, Math.min(full.scale, Math.max(scale, a.scale)));
}

export function squareRoot(a: Decimal, scale: number): Decimal {
  if (a.digits < 0n) {
    throw new BcFailure("Square root of a negative number");
  }
  const to = Math.max(scale, a.scale);
  return { digits: integerRoot(rescaled(a, to * 2).digits), scale: to };
}

function integerRoot(value: bigint): bigint {
  if (value < 2n) {
    return value;
  }
  let guess = 1n << BigInt(Math.ceil(value.toString(2).length / 2));
  for (;;) {
    const next = (guess + value / guess) >> 1n;
    if (next >= guess) {
      return guess;
    }
    guess = next;
  }
}

const LINE = 69;

/** As bc prints it: without a zero before the point, and cut into lines of 70 characters. */
export function printed({ digits, scale }: Decimal): string {
  if (digits === 0n) {
    return "0";
  }
  const sign = digits < 0n ? "-" : "";
  const all = String(digits < 0n ? -digits : digits).padStart(scale, "0");
  const point = all.length - scale;
  const text = `${sign}${all.slice(0, point)}${scale > 0 ? `.${all.slice(point)}` : ""}`;
  return text.length <= LINE ? text : (text.match(new RegExp(`.{1,${LINE - 1}}`, "g"))?.join("\\\n") ?? text);
}
