import "server-only";

/** A file of an archive; folders and links are left out. */
export type TarFile = { readonly name: string; readonly bytes: Uint8Array };

const BLOCK = 512;

/** Reads the files of a tar archive (ustar, GNU long names, pax paths). Throws on a header that is none. */
export function readTar(archive: Uint8Array): readonly TarFile[] {
  const files: TarFile[] = [];
  let longName: string | null = null;
  for (const { kind, name, bytes } of membersOf(archive)) {
    if (kind === "L" || kind === "x") {
      longName = (kind === "L" ? textOf(bytes) : paxPath(bytes)) ?? longName;
      continue;
    }
    if (kind === "0" || kind === "\0") {
      files.push({ name: longName ?? name, bytes });
    }
    longName = null;
  }
  return files;
}

function* membersOf(archive: Uint8Array): Generator<TarFile & { readonly kind: string }> {
  for (let at = 0; at + BLOCK <= archive.length; ) {
    const header = archive.subarray(at, at + BLOCK);
    if (header.every((byte) => byte === 0)) {
      return;
    }
    const size = sizeOf(header);
    const bytes = archive.subarray(at + BLOCK, at + BLOCK + size);
    yield { kind: String.fromCharCode(header[156] ?? 0), name: nameOf(header), bytes };
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
  }
}

function textOf(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  return new TextDecoder().decode(end === -1 ? bytes : bytes.subarray(0, end));
}

function nameOf(header: Uint8Array): string {
  const isUstar = textOf(header.subarray(257, 262)) === "ustar";
  const prefix = isUstar && header[262] === 0 ? textOf(header.subarray(345, 500)) : "";
  const name = textOf(header.subarray(0, 100));
  return prefix === "" ? name : `${prefix}/${name}`;
}

function sizeOf(header: Uint8Array): number {
  const field = header.subarray(124, 136);
  if (((field[0] ?? 0) & 0x80) !== 0) {
    return field.subarray(1).reduce((size, byte) => size * 256 + byte, 0);
  }
  const size = Number.parseInt(textOf(field).trim(), 8);
  if (Number.isNaN(size)) {
    throw new RangeError("the archive is damaged");
  }
  return size;
}

/** `27 path=some/long/name\n` among the records of a pax header. */
function paxPath(bytes: Uint8Array): string | null {
  return /(?:^|\n)\d+ path=([^\n]*)\n/.exec(new TextDecoder().decode(bytes))?.[1] ?? null;
}

/** An archive of one file, as `tar` reads it. A name beyond 100 bytes gets a GNU long name. */
export function writeTar({ name, bytes }: TarFile, modifiedSeconds: number): Uint8Array {
  const longName = new TextEncoder().encode(name);
  const parts =
    longName.length > 100 ? [...entry({ name: "././@LongLink", bytes: longName }, { kind: "L", modifiedSeconds })] : [];
  parts.push(...entry({ name, bytes }, { kind: "0", modifiedSeconds }), new Uint8Array(2 * BLOCK));
  return Buffer.concat(parts);
}

function entry(
  { name, bytes }: TarFile,
  { kind, modifiedSeconds }: { readonly kind: string; readonly modifiedSeconds: number },
): readonly Uint8Array[] {
  const header = Buffer.alloc(BLOCK);
  header.write(name.slice(0, 100), 0, 100);
  header.write("0000644\0", 100);
  header.write("0000000\0", 108);
  header.write("0000000\0", 116);
  header.write(`${bytes.length.toString(8).padStart(11, "0")}\0`, 124);
  header.write(`${modifiedSeconds.toString(8).padStart(11, "0")}\0`, 136);
  header.write("        ", 148);
  header.write(kind, 156);
  header.write("ustar\0", 257);
  header.write("00", 263);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
  return [header, bytes, new Uint8Array((BLOCK - (bytes.length % BLOCK)) % BLOCK)];
}
