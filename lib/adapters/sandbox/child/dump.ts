import type { ExecResult } from "just-bash";

type Source = {
  readonly stdin: string;
  /** A file's bytes, one a character; null when there is none. */
  read(file: string): Promise<string | null>;
};

/** od and xxd: bytes as people read them. What they do otherwise is refused in a sentence. */
export async function dumped(name: "od" | "xxd", argv: readonly string[], source: Source): Promise<ExecResult> {
  const settings = name === "od" ? odSettings(argv) : xxdSettings(argv);
  if (typeof settings === "string") {
    return { stdout: "", stderr: `${name}: ${settings} is not done here\n`, exitCode: 1 };
  }
  let text = settings.files.length === 0 ? source.stdin : "";
  for (const file of settings.files) {
    const read = file === "-" ? source.stdin : await source.read(file);
    if (read === null) {
      return { stdout: "", stderr: `${name}: ${file}: No such file or directory\n`, exitCode: 1 };
    }
    text += read;
  }
  const bytes = Buffer.from(text, "latin1").subarray(0, settings.count ?? undefined);
  return { stdout: settings.print(bytes), stderr: "", exitCode: 0, stdoutKind: "bytes" };
}

type Settings = {
  readonly files: readonly string[];
  readonly count: number | null;
  print(bytes: Buffer): string;
};

/** How od writes one unit, and how wide. */
type Unit = { readonly size: 1 | 2 | 4; readonly width: number; write(bytes: Buffer, at: number): string };

const named: ReadonlyMap<string, string> = new Map([
  ["-c", "c"],
  ["-b", "o1"],
  ["-x", "x2"],
  ["-d", "u2"],
  ["-o", "o2"],
]);

const escapes: ReadonlyMap<number, string> = new Map(
  [..."\0\u0007\b\t\n\v\f\r"].map((character, at) => [character.charCodeAt(0), `\\${"0abtnvfr"[at] ?? ""}`]),
);

function odSettings(argv: readonly string[]): Settings | string {
  const { flags, files } = odWords(argv);
  const unknown = flags.find((flag) => !/^(?:-[cbxdo]|-t[oxud][124]?|-tc|-A[nodx]|-N\d+|-v)$/.test(flag));
  const types = flags.flatMap((flag) => named.get(flag) ?? /^-t(.+)$/.exec(flag)?.[1] ?? []);
  const [type = "o2", second] = types;
  if (unknown !== undefined || second !== undefined) {
    return unknown ?? "more than one form";
  }
  const radix = flags.find((flag) => flag.startsWith("-A"))?.[2] ?? "o";
  const count = flags.flatMap((flag) => /^-N(\d+)$/.exec(flag)?.[1] ?? [])[0];
  const isWhole = flags.includes("-v");
  return {
    files,
    count: count === undefined ? null : Number(count),
    print: (bytes) => odLines(bytes, { unit: unitOf(type), radix, isWhole }),
  };
}

/** `-An -t x1`, `-tx1` and `-vtx1` alike. */
function odWords(argv: readonly string[]): { readonly flags: readonly string[]; readonly files: readonly string[] } {
  const rest = argv.map((word) => word.replace(/^--format=/, "-t").replace(/^--address-radix=/, "-A"));
  const flags: string[] = [];
  const files: string[] = [];
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (/^-./.test(word)) {
      flags.push(...odFlags(word, rest));
    } else {
      files.push(word);
    }
  }
  return { flags, files };
}

function odFlags(word: string, rest: string[]): readonly string[] {
  const [, single, valued, glued] = /^-([cbxdov]*)(?:([tAN])(.*))?$/.exec(word) ?? [];
  if (single === undefined) {
    return [word];
  }
  const letters = [...single].map((letter) => `-${letter}`);
  return valued === undefined ? letters : [...letters, `-${valued}${glued || (rest.shift() ?? "")}`];
}

const radixes: Readonly<Record<string, number>> = { o: 8, x: 16, u: 10, d: 10 };

function unitOf(type: string): Unit {
  if (type === "c") {
    return { size: 1, width: 4, write: (bytes, at) => characterOf(bytes[at] ?? 0) };
  }
  const [kind = "o", digit = "4"] = type;
  const size = digit === "1" ? 1 : digit === "2" ? 2 : 4;
  const radix = radixes[kind] ?? 8;
  const most =
    (kind === "d" ? 1 + (2 ** (8 * size - 1)).toString().length : (2 ** (8 * size) - 1).toString(radix).length) + 1;
  const write = (bytes: Buffer, at: number) => {
    const padded = Buffer.concat([bytes.subarray(at, at + size), Buffer.alloc(size)]).subarray(0, size);
    const value = kind === "d" ? padded.readIntLE(0, size) : padded.readUIntLE(0, size);
    const text = value.toString(radix);
    return kind === "x" || kind === "o" ? text.padStart(most - 1, "0") : text;
  };
  return { size, width: most, write };
}

function characterOf(byte: number): string {
  return (
    escapes.get(byte) ?? (byte >= 32 && byte < 127 ? String.fromCharCode(byte) : byte.toString(8).padStart(3, "0"))
  );
}

type OdForm = { readonly unit: Unit; readonly radix: string; readonly isWhole: boolean };

function odLines(bytes: Buffer, { unit, radix, isWhole }: OdForm): string {
  const address = (at: number) =>
    radix === "n" ? "" : at.toString(radixes[radix] ?? 8).padStart(radix === "x" ? 6 : 7, "0");
  const lines: string[] = [];
  let before = "";
  for (let at = 0; at < bytes.length; at += 16) {
    const row = bytes.subarray(at, at + 16);
    const starts = Array.from({ length: Math.ceil(row.length / unit.size) }, (_, index) => index * unit.size);
    const text = starts.map((start) => unit.write(row, start).padStart(unit.width)).join("");
    const isSame = !isWhole && row.length === 16 && text === before;
    if (!isSame || lines.at(-1) !== "*") {
      lines.push(isSame ? "*" : address(at) + text);
    }
    before = text;
  }
  const end = radix === "n" ? [] : [address(bytes.length)];
  return [...lines, ...end].map((line) => `${line}\n`).join("");
}

function xxdSettings(argv: readonly string[]): Settings | string {
  const rest = [...argv];
  const flags: string[] = [];
  const files: string[] = [];
  let count: number | null = null;
  while (rest.length > 0) {
    const word = rest.shift() ?? "";
    if (word === "-l") {
      count = Number(rest.shift());
    } else if (/^-./.test(word)) {
      flags.push(word);
    } else {
      files.push(word);
    }
  }
  const unknown = flags.find((flag) => !/^-(?:p|ps|r|u|plain|r?p|pr)$/.test(flag));
  if (unknown !== undefined) {
    return unknown;
  }
  const isPlain = flags.some((flag) => flag.includes("p"));
  if (flags.some((flag) => flag.includes("r"))) {
    return isPlain ? { files, count, print: fromHex } : "-r without -p";
  }
  const inCase = (text: string) => (flags.includes("-u") ? text.toUpperCase() : text);
  return {
    files,
    count,
    print: (bytes) => (isPlain ? plainHex(inCase(bytes.toString("hex"))) : xxdLines(bytes, inCase)),
  };
}

function fromHex(bytes: Buffer): string {
  return Buffer.from(bytes.toString("latin1").replace(/\s/g, ""), "hex").toString("latin1");
}

function plainHex(hex: string): string {
  return hex.replace(/.{1,60}/g, "$&\n");
}

function xxdLines(bytes: Buffer, inCase: (text: string) => string): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += 16) {
    const row = bytes.subarray(at, at + 16);
    const hex = inCase(row.toString("hex"))
      .replace(/.{1,4}/g, "$& ")
      .trimEnd();
    const shown = row.toString("latin1").replace(/[^ -~]/g, ".");
    text += `${at.toString(16).padStart(8, "0")}: ${hex.padEnd(39)}  ${shown}\n`;
  }
  return text;
}
