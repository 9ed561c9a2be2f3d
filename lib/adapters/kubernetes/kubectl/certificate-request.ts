import "server-only";
import { type DerElement, derElements, objectIdentifier } from "./der";

/** What a request for a certificate says: attributes of its subject by their identifier, and its other names. */
export type CertificateRequest = {
  subject(identifier: string): readonly string[];
  names(kind: "dns" | "email" | "uri" | "ip"): readonly string[];
};

const EXTENSIONS = "1.2.840.113549.1.9.14";
const ALTERNATIVE_NAMES = "2.5.29.17";
const ATTRIBUTES = 0xa0;
const WIDE_TEXT = 0x1e;
const nameTags = { email: 0x81, dns: 0x82, uri: 0x86, ip: 0x87 } as const;

/** Reads a request (PKCS #10) in PEM; null when it is none. */
export function readCertificateRequest(pem: string): CertificateRequest | null {
  const [, base64] = /-----BEGIN (?:NEW )?CERTIFICATE REQUEST-----([^-]*)-----END/.exec(pem) ?? [];
  const [request] = base64 === undefined ? [] : derElements(Buffer.from(base64, "base64"));
  const [info] = request ? derElements(request.bytes) : [];
  if (!info) {
    return null;
  }
  const [, subject, , ...others] = derElements(info.bytes);
  const pairs = subject ? derElements(subject.bytes).flatMap(pairsOf) : [];
  const names = others.filter(({ tag }) => tag === ATTRIBUTES).flatMap(({ bytes }) => alternativeNames(bytes));
  return {
    subject: (identifier) => pairs.filter(([found]) => found === identifier).map(([, text]) => text),
    names: (kind) =>
      names
        .filter(({ tag }) => tag === nameTags[kind])
        .map(({ bytes }) => (kind === "ip" ? ipText(bytes) : String(bytes))),
  };
}

/** The pairs of identifier and text in a set: one, nearly always. */
function pairsOf({ bytes }: DerElement): readonly (readonly [identifier: string, text: string])[] {
  return derElements(bytes).flatMap((pair) => {
    const [identifier, value] = derElements(pair.bytes);
    return identifier && value ? [[objectIdentifier(identifier.bytes), textOf(value)] as const] : [];
  });
}

function textOf({ tag, bytes }: DerElement): string {
  return tag === WIDE_TEXT ? Buffer.from(bytes).swap16().toString("utf16le") : bytes.toString("utf8");
}

function alternativeNames(attributes: Buffer): readonly DerElement[] {
  return valuesOf(attributes, EXTENSIONS)
    .flatMap((set) => derElements(set.bytes))
    .flatMap((extensions) => valuesOf(extensions.bytes, ALTERNATIVE_NAMES))
    .flatMap((octets) => derElements(octets.bytes))
    .flatMap((names) => derElements(names.bytes));
}

/** The last member of each sequence in `bytes` that begins with that identifier. */
function valuesOf(bytes: Buffer, identifier: string): readonly DerElement[] {
  return derElements(bytes).flatMap((sequence) => {
    const [first, ...rest] = derElements(sequence.bytes);
    return first && objectIdentifier(first.bytes) === identifier ? rest.slice(-1) : [];
  });
}

function ipText(bytes: Buffer): string {
  if (bytes.length === 4) {
    return [...bytes].join(".");
  }
  const groups = bytes.toString("hex").match(/.{4}/g) ?? [];
  return new URL(`http://[${groups.join(":")}]`).hostname.slice(1, -1);
}
