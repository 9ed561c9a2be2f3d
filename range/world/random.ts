/** A stream of pseudo-random values that is the same for the same seed. */
export interface Random {
  /** A number in [0, 1). */
  next(): number;
  between(low: number, high: number): number;
  /** Letters and digits as Kubernetes uses them for generated names. */
  suffix(length: number): string;
  uuid(): string;
  hex(length: number): string;
}

// Kubernetes leaves vowels and look-alikes out of generated names.
const NAME_LETTERS = "bcdfghjklmnpqrstvwxz2456789";

/** Gives a Mulberry32 generator: 32 bits of state, good enough for a simulation and never for secrets. */
export function createRandom(seed: number): Random {
  let state = Math.trunc(seed) % 2 ** 32;
  const next = (): number => {
    state = (state + 0x6d2b79f5) % 2 ** 32;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const pick = (letters: string, length: number): string =>
    Array.from({ length }, () => letters.charAt(Math.floor(next() * letters.length))).join("");
  const hex = (length: number): string => pick("0123456789abcdef", length);
  return {
    next,
    between: (low, high) => low + next() * (high - low),
    suffix: (length) => pick(NAME_LETTERS, length),
    hex,
    uuid: () => `${hex(8)}-${hex(4)}-4${hex(3)}-8${hex(3)}-${hex(12)}`,
  };
}
