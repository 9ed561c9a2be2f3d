const takesNext =
  /^-[a-zA-Z]*[efmABCdD]$|^--(?:regexp|file|max-count|after-context|before-context|context|include|exclude|exclude-dir|directories|devices)$/;
const ownKind = /^(?:-[a-zA-Z]*[EFP]|--(?:extended-regexp|fixed-strings|perl-regexp)$)/;

/**
 * The words of grep as the built-in knows them: `a\\+` is `a\\{1,\\}`, what is looked for behind something (`(?<=x)y`) is
 * `x\\Ky`, and `-H` is one more file that holds nothing.
 */
export function grepWords(argv: readonly string[]): string[] {
  const isBasic = !argv.some((word) => ownKind.test(word));
  const isPerl = argv.some((word) => /^-[a-zA-Z]*P|^--perl-regexp$/.test(word));
  const at = argv.findIndex((word, index) => isPattern(word, argv[index - 1] ?? ""));
  const words = argv.map((word, index) => (index === at ? patternOf(word, { isBasic, isPerl }) : word));
  const named = words.findIndex((word) => /^-[a-zA-Z]*H/.test(word) || word === "--with-filename");
  if (named === -1 || named > at) {
    return words;
  }
  const left = words[named]?.startsWith("--") ? "-" : (words[named]?.replace("H", "") ?? "-");
  const isNamedAnyway = argv.some((word) => /^-[a-zA-Z]*[rR]|^--recursive$/.test(word));
  const more = isNamedAnyway ? [] : ["/dev/null"];
  return [...words.slice(0, named), ...(left === "-" ? [] : [left]), ...words.slice(named + 1), ...more];
}

function isPattern(word: string, before: string): boolean {
  return /^-[a-zA-Z]*e$|^--regexp$/.test(before) || (!word.startsWith("-") && !takesNext.test(before));
}

function patternOf(word: string, { isBasic, isPerl }: { readonly isBasic: boolean; readonly isPerl: boolean }): string {
  if (isBasic) {
    return word.replace(/\\\\|\\([+?])/g, (text, sign?: string) =>
      sign === undefined ? text : sign === "+" ? "\\{1,\\}" : "\\{0,1\\}",
    );
  }
  return isPerl ? word.replace(/^\(\?<=((?:\\.|[^\\()|])*)\)/, "$1\\K") : word;
}
