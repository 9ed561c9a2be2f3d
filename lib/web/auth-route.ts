import "server-only";
import { handleAuthRequest } from "@/lib/adapters/auth/auth";

/** The handler of app/api/auth: better-auth checks origin, rate and credentials itself. */
export async function authRoute(request: Request): Promise<Response> {
  return handleAuthRequest(request);
}
