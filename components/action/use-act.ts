"use client";

import { unstable_rethrow } from "next/navigation";
import { useCallback, useRef, useState } from "react";
import { useToast } from "@/components/ui/toast";
import type { ActionResult } from "@/lib/web/action-result";

/** What a server action answers. */
export type Answer<T> = ActionResult<T>;

type Act = {
  /**
   * Calls the action once at a time; says what went wrong, aloud or by `tell`, and resolves to the data or null.
   */
  readonly act: <T>(
    call: () => Promise<Answer<T>>,
    tell?: (message: string) => void,
  ) => Promise<{ readonly data: T } | null>;
  readonly isPending: boolean;
  /** Messages by field of the last refusal. */
  readonly fields: Readonly<Record<string, readonly string[]>>;
};

const NOT_SENT = "Not sent: the server could not be reached. Try again.";

/** Calls server actions from a button or a form: one at a time, with what went wrong said aloud. */
export function useAct(): Act {
  const say = useToast();
  const [isPending, setIsPending] = useState(false);
  const [fields, setFields] = useState<Act["fields"]>({});
  const isBusy = useRef(false);
  const act = useCallback<Act["act"]>(
    async (call, tell = (message) => say(message, "bad")) => {
      if (isBusy.current) {
        return null;
      }
      isBusy.current = true;
      setIsPending(true);
      const answer = await call().catch(unreachable);
      isBusy.current = false;
      setIsPending(false);
      if (answer.ok) {
        setFields({});
        return { data: answer.data };
      }
      const { message, reference } = answer.error;
      setFields(answer.error.fields ?? {});
      tell(reference ? `${message} (reference ${reference})` : message);
      return null;
    },
    [say],
  );
  return { act, isPending, fields };
}

/** A redirect of the framework goes on its way; anything else is a lost connection. */
function unreachable(thrown: unknown): Answer<never> {
  unstable_rethrow(thrown);
  return { ok: false, error: { code: "upstream-unavailable", message: NOT_SENT } };
}
