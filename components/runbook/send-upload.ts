import { MAX_UPLOAD_BYTES } from "@/lib/features/runbook/schema";
import type { ActionResult } from "@/lib/web/action-result";

type Upload = {
  readonly file: File;
  /** The name it has in the library; the file's own for a new runbook. */
  readonly name: string;
  readonly replaces: string | null;
};

/** Sends a file to the library. What the server would refuse for its size is not sent. */
export async function sendUpload({ file, name, replaces }: Upload): Promise<ActionResult<{ slug: string }>> {
  if (file.size > MAX_UPLOAD_BYTES) {
    const message = `${file.name} is over ${MAX_UPLOAD_BYTES / 1e6} MB: split it.`;
    return { ok: false, error: { code: "limit-exceeded", message } };
  }
  const response = await fetch("/api/runbooks", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ name, base64: await base64Of(file), replaces }),
  });
  return response.json();
}

function base64Of(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).replace(/^[^,]*,/, ""));
    reader.onerror = () => reject(reader.error ?? new Error("the file cannot be read"));
    reader.readAsDataURL(file);
  });
}
