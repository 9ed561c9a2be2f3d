import "server-only";
import { APIError } from "better-auth/api";
import { headers } from "next/headers";
import { AppError } from "@/lib/core/kernel/app-error";
import { getAuth } from "./auth";

/** Starts a session and sets its cookie. Throws AppError: `unauthenticated` or `limit-exceeded`. */
export async function signIn(credentials: { readonly email: string; readonly password: string }): Promise<void> {
  try {
    await (await getAuth()).api.signInEmail({ body: { ...credentials }, headers: await headers() });
  } catch (error) {
    if (!(error instanceof APIError)) {
      throw error;
    }
    throw error.statusCode === 429
      ? new AppError("limit-exceeded", error.message, { cause: error })
      : new AppError("unauthenticated", "The e-mail address or the password is wrong.", { cause: error });
  }
}

/** Ends the session and removes its cookie. */
export async function signOut(): Promise<void> {
  await (await getAuth()).api.signOut({ headers: await headers() });
}
