"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { useAct } from "@/components/action/use-act";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field, TextInput } from "@/components/ui/field";
import { Form } from "@/components/ui/form";
import { sendUpload } from "./send-upload";

/** The revision that an upload replaces: its runbook's file name, and its hash. */
type Replaced = { readonly path: string; readonly hash: string };

/** The button that brings a file into the library, or the next revision of one that was uploaded. Admins only. */
export function UploadRunbook({ replaces = null }: { readonly replaces?: Replaced | null }) {
  const [isOpen, setIsOpen] = useState(false);
  const title = replaces ? `Upload the next revision of ${replaces.path}` : "Upload a runbook";
  return (
    <>
      <Button onClick={() => setIsOpen(true)}>{replaces ? "Upload the next revision" : "Upload"}</Button>
      <Dialog title={title} isOpen={isOpen} onClose={() => setIsOpen(false)}>
        <UploadForm replaces={replaces} onClose={() => setIsOpen(false)} />
      </Dialog>
    </>
  );
}

function UploadForm({ replaces, onClose }: { readonly replaces: Replaced | null; readonly onClose: () => void }) {
  const router = useRouter();
  const { act, isPending } = useAct();
  const [problem, setProblem] = useState<string>();
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const file = new FormData(event.currentTarget).get("file");
    if (!(file instanceof File) || file.name === "") {
      setProblem("Choose a Markdown file first.");
      return;
    }
    setProblem(undefined);
    const upload = { file, name: replaces?.path ?? file.name, replaces: replaces?.hash ?? null };
    const answer = await act(() => sendUpload(upload), setProblem);
    if (answer) {
      onClose();
      router.push(`/runbooks/${answer.data.slug}`);
      router.refresh();
    }
  };
  return (
    <Form onSubmit={(event) => void submit(event)} className="grid gap-3">
      <Field
        label="Markdown file"
        help="UTF-8, at most 5 MB. It is kept in Headroom's database as it is; everybody who may declare can run it."
        error={problem}
      >
        <TextInput type="file" name="file" accept=".md,.markdown,text/markdown" className="py-1" />
      </Field>
      <div className="flex justify-end gap-2 pt-1">
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" look="primary" offBecause={isPending ? "Being sent" : null}>
          {replaces ? "Upload revision" : "Upload runbook"}
        </Button>
      </div>
    </Form>
  );
}
