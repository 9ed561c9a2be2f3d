import { type GnuOption, gnuOptions } from "./gnu-options";

const options: readonly GnuOption[] = [
  ...["1", "2", "j", "a", "v", "e", "o", "t"].map((letter): GnuOption => ({ letter, takes: "value" })),
  { letter: "i", long: "ignore-case", takes: "nothing" },
];

/** `join -e- -t, -j1`: each option apart from its value, as the built-in takes them. */
export function joinWords(argv: readonly string[]): string[] {
  const words = gnuOptions(argv, { options });
  if ("problem" in words) {
    return [...argv];
  }
  const said = words.options.flatMap(({ name, value }) =>
    name === "j" ? ["-1", value ?? "", "-2", value ?? ""] : [`-${name}`, ...(value === null ? [] : [value])],
  );
  return [...said, ...words.rest];
}
