import "server-only";

/** A flag of the command line with its value, and whether `-s` stood before it. */
export type Word = { readonly name: string; readonly value: string; readonly isSilent?: boolean };

/** Standard input and the text of the files that exist. */
export type Inputs = {
  readonly stdin: string;
  readonly files: ReadonlyMap<string, string>;
};

/** Names that a command line may mean as files to read: `-d @name`, `-d@name`, `-w @name`. */
export function namedFiles(argv: readonly string[]): readonly string[] {
  return argv.flatMap((word) => /^(?:-[a-zA-Z]*[dw])?@([^-].*)$/s.exec(word)?.[1] ?? []);
}

/** Whether a flag is one of those that send a body. */
export function isData(name: string): boolean {
  return name.startsWith("data") || name === "json";
}

/** Whether its value names a file to send. */
export function isDataFile({ name, value }: Word): boolean {
  return isData(name) && /^@[^-]/.test(value) && name !== "data-raw";
}

/** The piece of the body that a flag means, encoded as it wants. */
export function dataOf(word: Word, inputs: Inputs): string {
  const { name, value } = word;
  const sent = sentText(word, inputs);
  if (name === "data-urlencode") {
    const [, key = "", text = value] = /^([^=]*=)(.*)$/s.exec(value) ?? [];
    return sent === null ? `${key === "=" ? "" : key}${percentEncoded(text)}` : percentEncoded(sent);
  }
  if (sent === null) {
    return value;
  }
  return name === "data" || name === "data-ascii" ? sent.replace(/[\r\n]/g, "") : sent;
}

/** The text of `@file` or `@-`; null when the value is meant as it stands. */
function sentText(word: Word, { stdin, files }: Inputs): string | null {
  if (isDataFile(word)) {
    return files.get(word.value.slice(1)) ?? "";
  }
  return word.value === "@-" && word.name !== "data-raw" && word.name !== "data-urlencode" ? stdin : null;
}

/** All but letters, digits and `-._~`, as curl has it. */
function percentEncoded(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
