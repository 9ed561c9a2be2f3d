import "server-only";

/** What may be wrong with the certificates of an HTTPS connection that failed, and where to set it right; else null. */
export function tlsSentence(host: string, failure: unknown): string | null {
  const code = codeOf(failure);
  if (code === "ERR_TLS_CERT_ALTNAME_INVALID") {
    return `The certificate of Prometheus at ${host} is for another name.`;
  }
  if (code === "CERT_HAS_EXPIRED") {
    return `The certificate of Prometheus at ${host} has expired.`;
  }
  if (/SELF_SIGNED|UNABLE_TO_(?:VERIFY|GET_ISSUER)/.test(code)) {
    return `The certificate of Prometheus at ${host} is from an authority that is not known: name it as tls.ca in the configuration.`;
  }
  // A server that does not accept the client's certificate says so by an alert, which the end of the connection may overtake.
  return /ALERT|ECONNRESET|EPIPE|UND_ERR_SOCKET/.test(code)
    ? `Prometheus at ${host} ended the secured connection: it may want another client certificate (tls.cert and tls.key in the configuration).`
    : null;
}

/** Fetch wraps what the socket said. */
function codeOf(failure: unknown): string {
  if (!(failure instanceof Error)) {
    return "";
  }
  return "code" in failure ? String(failure.code) : codeOf(failure.cause);
}
