import { type NextRequest, NextResponse } from "next/server";
import { isDevelopment } from "@/lib/adapters/config/mode";
import { contentSecurityPolicy, NONCE_HEADER } from "@/lib/web/content-security-policy";

/** Gives each page a policy with a nonce of its own; Next puts the nonce on the scripts it writes. */
export function proxy(request: NextRequest): NextResponse {
  const nonce = Buffer.from(crypto.randomUUID()).toString("base64");
  const policy = contentSecurityPolicy(nonce, isDevelopment);
  const headers = new Headers(request.headers);
  headers.set("content-security-policy", policy);
  headers.set(NONCE_HEADER, nonce);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set("content-security-policy", policy);
  return response;
}

export const config = {
  // Pages only: streams, webhooks and static files carry no scripts.
  matcher: ["/((?!api/|_next/static|_next/image|.*[.](?:ico|png|svg|woff2)$).*)"],
};
