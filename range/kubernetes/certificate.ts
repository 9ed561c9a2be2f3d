import { createPublicKey, generateKeyPairSync, randomBytes, sign } from "node:crypto";

/**
 * A self-signed certificate for the loopback address, made at start. kubectl sends a bearer token over TLS only, and
 * a machine need not have openssl. The encoding is DER (X.690) of an X.509 v3 certificate (RFC 5280).
 */
export interface Certificate {
  readonly certificatePem: string;
  readonly keyPem: string;
}

function encode(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(parts);
  if (body.length < 0x80) {
    return Buffer.concat([Buffer.from([tag, body.length]), body]);
  }
  const size = body.length < 0x100 ? [0x81, body.length] : [0x82, body.length >> 8, body.length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), body]);
}

const sequence = (...parts: readonly Uint8Array[]): Buffer => encode(0x30, ...parts);
const objectId = (...bytes: readonly number[]): Buffer => encode(0x06, Buffer.from(bytes));
const octets = (content: Uint8Array): Buffer => encode(0x04, content);

const ECDSA_WITH_SHA256 = sequence(objectId(0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02));
const COMMON_NAME = [0x55, 0x04, 0x03] as const;
const SUBJECT_ALTERNATIVE_NAME = [0x55, 0x1d, 0x11] as const;
const BASIC_CONSTRAINTS = [0x55, 0x1d, 0x13] as const;

const utcTime = (at: Date): Buffer =>
  encode(0x17, Buffer.from(`${at.toISOString().replace(/[-:T]/g, "").slice(2, 14)}Z`));

function distinguishedName(name: string): Buffer {
  const attribute = sequence(objectId(...COMMON_NAME), encode(0x0c, Buffer.from(name)));
  return sequence(encode(0x31, attribute));
}

function extensions(): Buffer {
  const names = sequence(
    encode(0x82, Buffer.from("localhost")),
    encode(0x87, Buffer.from([127, 0, 0, 1])),
    encode(0x87, Buffer.concat([Buffer.alloc(15), Buffer.from([1])])),
  );
  const isAuthority = sequence(encode(0x01, Buffer.from([0xff])));
  return encode(
    0xa3,
    sequence(
      sequence(objectId(...SUBJECT_ALTERNATIVE_NAME), octets(names)),
      sequence(objectId(...BASIC_CONSTRAINTS), encode(0x01, Buffer.from([0xff])), octets(isAuthority)),
    ),
  );
}

const YEAR_MS = 365 * 24 * 60 * 60 * 1000;

/** Gives a certificate for 127.0.0.1, ::1 and localhost, valid from a day before `now` for a year. */
export function createCertificate(now: Date): Certificate {
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const publicKey = createPublicKey(privateKey).export({ type: "spki", format: "der" });
  const serial = randomBytes(16);
  serial[0] = ((serial[0] ?? 0) & 0x7f) | 0x40;
  const name = distinguishedName("headroom practice range");
  const body = sequence(
    encode(0xa0, encode(0x02, Buffer.from([2]))),
    encode(0x02, serial),
    ECDSA_WITH_SHA256,
    name,
    sequence(utcTime(new Date(now.getTime() - YEAR_MS / 365)), utcTime(new Date(now.getTime() + YEAR_MS))),
    name,
    publicKey,
    extensions(),
  );
  const signature = sign("sha256", body, privateKey);
  const der = sequence(body, ECDSA_WITH_SHA256, encode(0x03, Buffer.from([0]), signature));
  const lines = der.toString("base64").match(/.{1,64}/g) ?? [];
  return {
    certificatePem: `-----BEGIN CERTIFICATE-----\n${lines.join("\n")}\n-----END CERTIFICATE-----\n`,
    keyPem: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
  };
}
