import "server-only";

/** One element of DER: its tag, and its bytes. */
export type DerElement = { readonly tag: number; readonly bytes: Buffer };

/** The elements that stand one after the other in some bytes of DER. Throws on what is cut short. */
export function derElements(bytes: Buffer): readonly DerElement[] {
  const elements: DerElement[] = [];
  for (let at = 0; at < bytes.length; ) {
    const { begin, length } = lengthAt(bytes, at + 1);
    if (begin + length > bytes.length) {
      throw new RangeError("asn1: syntax error: data truncated");
    }
    elements.push({ tag: bytes[at] ?? 0, bytes: bytes.subarray(begin, begin + length) });
    at = begin + length;
  }
  return elements;
}

function lengthAt(bytes: Buffer, at: number): { readonly begin: number; readonly length: number } {
  const first = bytes[at] ?? 0;
  if (first < 0x80) {
    return { begin: at + 1, length: first };
  }
  const count = first & 0x7f;
  return { begin: at + 1 + count, length: bytes.readUIntBE(at + 1, count) };
}

/** An object identifier as it is written: "2.5.4.3". */
export function objectIdentifier(bytes: Buffer): string {
  const [first = 0, ...rest] = bytes;
  const parts = [Math.floor(first / 40), first % 40];
  let begun = 0;
  for (const byte of rest) {
    begun = begun * 128 + (byte & 0x7f);
    if (byte < 0x80) {
      parts.push(begun);
      begun = 0;
    }
  }
  return parts.join(".");
}
