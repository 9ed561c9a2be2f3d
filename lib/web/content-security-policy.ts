import "server-only";

/** Tells a page of its nonce; whatever a browser sends under this name is overwritten. */
export const NONCE_HEADER = "x-headroom-nonce";

/**
 * The policy of one page: scripts run only with this response's nonce, nothing is loaded from elsewhere, nobody may
 * frame it. Styles may be inline: charts and virtual lists position with `style`. Development adds what React's
 * error overlays and hot reload need.
 */
export function contentSecurityPolicy(nonce: string, isDevelopment: boolean): string {
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${isDevelopment ? " 'unsafe-eval'" : ""}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    `connect-src 'self'${isDevelopment ? " ws:" : ""}`,
    "worker-src 'self' blob:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}
