import "server-only";
import { betterAuth } from "better-auth";
import { prismaAdapter } from "better-auth/adapters/prisma";
import { APIError, createAuthMiddleware } from "better-auth/api";
import { nextCookies } from "better-auth/next-js";
import { type Config, getConfig } from "@/lib/adapters/config/config";
import { databaseReady } from "@/lib/adapters/database/client";
import type { Database } from "@/lib/adapters/database/transaction";
import { getLog } from "@/lib/adapters/log/process-log";
import { AppError } from "@/lib/core/kernel/app-error";
import { countCall } from "./rate-limit";

const passwordLength = { min: 10, max: 128 };
const HOUR_S = 3600;
const DAY_S = 24 * HOUR_S;
/** An address may be one proxy for a whole team, an account is one person: both are limited. */
const limits = {
  perAddress: { window: 60, max: 200 },
  signInPerAddress: { window: 60, max: 30 },
  signInPerAccount: { windowMs: 60_000, calls: 20 },
};
/** The rest of better-auth's endpoints would change people without an event on the timeline. */
const servedPaths = ["/sign-in/email", "/sign-out", "/get-session", "/change-password", "/revoke-other-sessions"];

export type Auth = ReturnType<typeof createAuth>;

/** Sign-in with e-mail and password; sessions and their limits live in the database, so every replica knows them. */
export function createAuth(database: Database, config: Config) {
  return betterAuth({
    appName: "Headroom",
    baseURL: config.url,
    secret: config.secret,
    trustedOrigins: [...config.trustedOrigins],
    database: prismaAdapter(database, { provider: "postgresql", transaction: true }),
    emailAndPassword: {
      enabled: true,
      // People are created by an admin, or by the set-up while there are none.
      disableSignUp: true,
      minPasswordLength: passwordLength.min,
      maxPasswordLength: passwordLength.max,
    },
    user: { additionalFields: { role: { type: "string", required: false, defaultValue: "viewer", input: false } } },
    // No cookie cache: a role that was taken away is gone with the next request.
    session: { expiresIn: 7 * DAY_S, updateAge: DAY_S, cookieCache: { enabled: false } },
    rateLimit: {
      enabled: true,
      storage: "database",
      ...limits.perAddress,
      customRules: { "/sign-in/email": limits.signInPerAddress, "/get-session": false },
    },
    hooks: { before: limitSignIn },
    advanced: {
      useSecureCookies: config.url.startsWith("https://"),
      cookiePrefix: "headroom",
      // Said, because the default is to skip the check under test.
      disableOriginCheck: false,
    },
    telemetry: { enabled: false },
    logger: { log: (level, message, ...rest) => getLog()[level === "error" ? "error" : "debug"](message, { rest }) },
    plugins: [nextCookies()],
  });
}

const limitSignIn = createAuthMiddleware(async (context) => {
  if (context.path !== "/sign-in/email") {
    return;
  }
  try {
    const account = String(context.body?.email).toLowerCase();
    countCall(`sign-in ${account}`, limits.signInPerAccount, Date.now());
  } catch (error) {
    if (error instanceof AppError) {
      throw new APIError("TOO_MANY_REQUESTS", { message: error.message });
    }
    throw error;
  }
});

let opening: Promise<Auth> | null = null;

/** The auth service of this process. Throws what the database's start threw. */
export async function getAuth(): Promise<Auth> {
  opening ??= databaseReady().then((database) => createAuth(database, getConfig()));
  return opening;
}

/** Answers /api/auth/*: sign-in, sign-out, the session, one's own password; everything else is not there. */
export async function handleAuthRequest(request: Request): Promise<Response> {
  const path = new URL(request.url).pathname.replace(/^\/api\/auth/, "");
  if (!servedPaths.includes(path)) {
    return Response.json({ message: "Not found" }, { status: 404 });
  }
  return (await getAuth()).handler(request);
}
