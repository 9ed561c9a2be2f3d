const SUFFIX_BYTES: Readonly<Record<string, number>> = {
  "": 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
};

export const MEBIBYTE = 2 ** 20;

/** Bytes of a Kubernetes memory quantity ("2Gi", "800M", "1e9"); undefined when it is not one. */
export function parseMemoryBytes(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?(?:e\d+)?)([a-zA-Z]*)$/.exec(text);
  const factor = SUFFIX_BYTES[match?.[2] ?? "none"];
  return match === null || factor === undefined ? undefined : Number(match[1]) * factor;
}

/** Cores of a Kubernetes CPU quantity ("250m", "2"); undefined when it is not one. */
export function parseCpuCores(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?)(m?)$/.exec(text);
  if (match === null) {
    return undefined;
  }
  return match[2] === "m" ? Number(match[1]) / 1000 : Number(match[1]);
}

/** The bytes in the unit Go programs use for GOMEMLIMIT ("1500MiB"); undefined when unset or not understood. */
export function parseGoMemoryLimitBytes(text: string | undefined): number | undefined {
  return text === undefined ? undefined : parseMemoryBytes(text.replace(/B$/, ""));
}
