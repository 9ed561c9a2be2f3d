import { createHmac } from "node:crypto";
import { expect, it } from "vitest";
import { fingerprint, keyVerdict, knownHostsLine } from "./known-hosts";

function key(type: string, body: string): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(type.length);
  return Buffer.concat([length, Buffer.from(type), Buffer.from(body)]);
}
const ours = key("ssh-ed25519", "ours");
const other = key("ssh-ed25519", "other");
const rsa = key("ssh-rsa", "rsa");
const host = { address: "web-1.internal", port: 22 };
const salt = Buffer.from("salt").toString("base64");
const hash = createHmac("sha1", "salt").update(host.address).digest("base64");
const blob = (bytes: Buffer) => bytes.toString("base64");

it.each([
  ["", "unknown"],
  [`web-1.internal ssh-ed25519 ${blob(ours)} a comment`, "known"],
  [`# note\n\nweb-2,web-1.internal ssh-ed25519 ${blob(ours)}`, "known"],
  [`*.internal ssh-ed25519 ${blob(ours)}`, "known"],
  [`*.internal,!web-1.internal ssh-ed25519 ${blob(ours)}`, "unknown"],
  [`|1|${salt}|${hash} ssh-ed25519 ${blob(ours)}`, "known"],
  [`web-1.internal ssh-ed25519 ${blob(other)}`, "changed"],
  [`web-1.internal ssh-rsa ${blob(rsa)}`, "unknown"],
  [`web-1xinternal ssh-ed25519 ${blob(ours)}`, "unknown"],
  [`[web-1.internal]:2222 ssh-ed25519 ${blob(ours)}`, "unknown"],
  [`@revoked * ssh-ed25519 ${blob(ours)}\nweb-1.internal ssh-ed25519 ${blob(ours)}`, "revoked"],
  [`@cert-authority * ssh-ed25519 ${blob(ours)}`, "unknown"],
])("%j: the key is %s", (text, verdict) => {
  expect(keyVerdict(text, host, ours)).toBe(verdict);
});

it("looks another port up under its own name, and writes the line that makes a key known", () => {
  const there = { address: "web-1.internal", port: 2222 };
  const line = knownHostsLine(there, ours);
  expect(line).toBe(`[web-1.internal]:2222 ssh-ed25519 ${blob(ours)}`);
  expect(keyVerdict(line, there, ours)).toBe("known");
  expect(fingerprint(ours)).toMatch(/^SHA256:[\w+/]{43}$/);
});
