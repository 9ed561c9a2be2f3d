import fc from "fast-check";

const words = ["a", "$X", '"$X y"', "'z'", "$(echo s)", "$((1+2))", "*", "~", "/etc/passwd", "é", "-n", "{1..3}", "''"];
const word = fc.constantFrom(...words);
const program = fc.constantFrom(
  "echo",
  "cat",
  "grep",
  "sed",
  "awk",
  "head",
  "sort",
  "xargs",
  "ls",
  "kubectl",
  "jq",
  "tr",
);
const command = fc.tuple(program, fc.array(word, { maxLength: 3 })).map(([name, rest]) => [name, ...rest].join(" "));
const { statement } = fc.letrec<{ statement: string }>((tie) => ({
  statement: fc.oneof(
    { depthSize: "small" },
    command,
    fc.tuple(tie("statement"), command).map(([left, right]) => `${left} | ${right}`),
    fc.tuple(tie("statement"), tie("statement")).map(([left, right]) => `${left} && ${right}`),
    tie("statement").map((inner) => `for X in 1 2; do ${inner}; done`),
    tie("statement").map((inner) => `f() { ${inner}; }; f`),
    tie("statement").map((inner) => `X=$(${inner}) > /tmp/o`),
    tie("statement").map((inner) => `( ${inner} ) 2>&1`),
  ),
}));
/** A script from a grammar, then damaged: a piece is taken out, or something that does not belong there comes in. */
export const damagedScript = fc
  .tuple(
    statement,
    fc.nat(),
    fc.constantFrom("", "", "'", "$(", "`", "|&", ";;", "<<E\n", "\u0000", ">&9", "}", "\ud800"),
  )
  .map(([text, at, damage]) => {
    const cut = at % (text.length + 1);
    return damage === "" ? text : `${text.slice(0, cut)}${damage}${text.slice(cut + (at % 3))}`;
  });
