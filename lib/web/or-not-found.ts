import "server-only";
import { notFound } from "next/navigation";
import { AppError } from "@/lib/core/kernel/app-error";

/** Shows the page for "there is no such thing" when a loader says so. */
export async function orNotFound<T>(loading: Promise<T>): Promise<T> {
  try {
    return await loading;
  } catch (error) {
    if (error instanceof AppError && error.code === "not-found") {
      notFound();
    }
    throw error;
  }
}
