"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { useAct } from "@/components/action/use-act";
import { Button } from "@/components/ui/button";
import { Age } from "@/components/ui/clock";
import { CopyButton } from "@/components/ui/copy-button";
import { Dialog } from "@/components/ui/dialog";
import { EmptyState } from "@/components/ui/empty-state";
import { TextInput } from "@/components/ui/field";
import { Form } from "@/components/ui/form";
import { Cell, Table } from "@/components/ui/table";
import { createSourceAction, rotateSourceAction } from "@/lib/features/alert/actions";
import type { SourceRow, SourceToken } from "@/lib/features/alert/schema";

/** Who may send alerts. A token is shown once, right after it was made. `webhookUrl` is where the alerts go. */
export function SourcesAdmin({
  sources,
  webhookUrl,
}: {
  readonly sources: readonly SourceRow[];
  readonly webhookUrl: string;
}) {
  const [shown, setShown] = useState<SourceToken | null>(null);
  const { act, isPending } = useAct();
  const router = useRouter();
  const rotate = async (sourceId: string) => {
    const answer = await act(() => rotateSourceAction({ sourceId }));
    if (answer) {
      setShown(answer.data);
      router.refresh();
    }
  };
  return (
    <section aria-label="Alert sources" className="grid gap-3">
      <h2 className="text-lg font-semibold">Alert sources</h2>
      <SourceForm onMade={setShown} />
      {sources.length === 0 ? (
        <EmptyState title="Nothing sends alerts yet">
          Add a source, then give its address and token to Alertmanager as a webhook receiver.
        </EmptyState>
      ) : (
        <Table label="Alert sources" head={["Name", "Added", "Token from", ""]} isStacked>
          {sources.map((source) => (
            <tr key={source.id}>
              <Cell className="max-md:col-span-2">
                <span className="font-medium [overflow-wrap:anywhere]">{source.name}</span>
              </Cell>
              <Cell className="max-md:order-last">
                <span className="text-faint md:hidden">added </span>
                <Age at={source.createdAt} />
              </Cell>
              <Cell className="max-md:order-last max-md:col-span-2">
                <span className="text-faint md:hidden">token from </span>
                <Age at={source.rotatedAt} />
              </Cell>
              <Cell isNumber>
                <Button
                  aria-label={`Rotate the token of ${source.name}`}
                  offBecause={isPending ? "Being made" : null}
                  onClick={() => void rotate(source.id)}
                >
                  Rotate token
                </Button>
              </Cell>
            </tr>
          ))}
        </Table>
      )}
      <Dialog title={`Token of ${shown?.name ?? ""}`} isOpen={shown !== null} onClose={() => setShown(null)} isWide>
        {shown ? <TokenOnce token={shown} webhookUrl={webhookUrl} /> : null}
      </Dialog>
    </section>
  );
}

function SourceForm({ onMade }: { readonly onMade: (token: SourceToken) => void }) {
  const [name, setName] = useState("");
  const { act, isPending } = useAct();
  const router = useRouter();
  const add = async (event: FormEvent) => {
    event.preventDefault();
    const answer = name.trim() === "" ? null : await act(() => createSourceAction({ name: name.trim() }));
    if (answer) {
      setName("");
      onMade(answer.data);
      router.refresh();
    }
  };
  return (
    <Form onSubmit={(event) => void add(event)} className="flex flex-wrap gap-2">
      <TextInput
        aria-label="Name of a new source"
        placeholder="Alertmanager of prod-eu-1"
        className="max-w-72 flex-1 basis-48"
        value={name}
        maxLength={100}
        onChange={(event) => setName(event.target.value)}
      />
      <Button type="submit" offBecause={name.trim() === "" ? "Write a name first" : isPending ? "Being made" : null}>
        Add a source
      </Button>
    </Form>
  );
}

function TokenOnce({ token, webhookUrl }: { readonly token: SourceToken; readonly webhookUrl: string }) {
  const config = [
    "receivers:",
    "  - name: headroom",
    "    webhook_configs:",
    `      - url: ${webhookUrl}`,
    "        http_config:",
    "          authorization:",
    `            credentials: ${token.token}`,
  ].join("\n");
  return (
    <div className="grid gap-3">
      <p className="font-medium text-warn">Copy it now: it is not kept, and it is not shown again.</p>
      <pre className="overflow-x-auto rounded-md border border-line bg-raise px-3 py-2">{config}</pre>
      <div className="flex flex-wrap gap-2">
        <CopyButton text={config} label="Copy for Alertmanager" isWordy />
        <CopyButton text={token.token} label="Copy the token" isWordy />
      </div>
    </div>
  );
}
