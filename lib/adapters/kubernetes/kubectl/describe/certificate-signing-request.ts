import "server-only";
import { readCertificateRequest } from "../certificate-request";
import { humanDuration } from "../durations";
import { CommandFailure } from "../failure";
import { type KubeObject, listAt, member, textAt } from "../objects";
import { eventLines } from "./events";
import { flatMap } from "./selector";
import { creationLine } from "./text";
import type { Viewing } from "./viewing";

const subjectParts = [
  ["Organization", "2.5.4.10"],
  ["Organizational Unit", "2.5.4.11"],
  ["Country", "2.5.4.6"],
  ["Locality", "2.5.4.7"],
  ["Province", "2.5.4.8"],
  ["StreetAddress", "2.5.4.9"],
  ["PostalCode", "2.5.4.17"],
] as const;
const nameParts = [
  ["DNS Names", "dns"],
  ["Email Addresses", "email"],
  ["URIs", "uri"],
  ["IP Addresses", "ip"],
] as const;

/** kubectl describe certificatesigningrequest. */
export async function describeCertificateSigningRequest(object: KubeObject, viewing: Viewing): Promise<string> {
  const request = readCertificateRequest(Buffer.from(textAt(object, "spec", "request"), "base64").toString("utf8"));
  if (!request) {
    throw new CommandFailure("error: Error parsing CSR: PEM block type must be CERTIFICATE REQUEST");
  }
  const seconds = member(object, "spec", "expirationSeconds");
  const names = nameParts.map(([field, kind]) => listLines(field, request.names(kind))).join("");
  return [
    `Name:\t${object.metadata.name}\n`,
    `Labels:\t${flatMap(object, "metadata", "labels")}\n`,
    `Annotations:\t${flatMap(object, "metadata", "annotations")}\n`,
    creationLine(object),
    `Requesting User:\t${textAt(object, "spec", "username")}\n`,
    `Signer:\t${textAt(object, "spec", "signerName")}\n`,
    typeof seconds === "number" ? `Requested Duration:\t${humanDuration(seconds)}\n` : "",
    `Status:\t${statusOf(object)}\n`,
    "Subject:\n",
    `\tCommon Name:\t${request.subject("2.5.4.3").at(-1) ?? ""}\n`,
    `\tSerial Number:\t${request.subject("2.5.4.5").at(-1) ?? ""}\n`,
    ...subjectParts.map(([field, identifier]) => listLines(field, request.subject(identifier))),
    names === "" ? "" : `Subject Alternative Names:\n${names}`,
    await eventLines(object, viewing),
  ].join("");
}

function listLines(field: string, values: readonly string[]): string {
  return values.length === 0 ? "" : `\t${field}:\t${values.join("\n\t\t")}\n`;
}

function statusOf(object: KubeObject): string {
  const types = listAt(object, "status", "conditions").map((condition) => textAt(condition, "type"));
  const verdict = types.includes("Denied") ? "Denied" : types.includes("Approved") ? "Approved" : "Pending";
  const failed = types.includes("Failed") ? ",Failed" : "";
  return `${verdict}${failed}${textAt(object, "status", "certificate") === "" ? "" : ",Issued"}`;
}
