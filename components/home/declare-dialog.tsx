"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useEffect, useState } from "react";
import { useAct } from "@/components/action/use-act";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field, Select, TextInput } from "@/components/ui/field";
import { Form } from "@/components/ui/form";
import { type IncidentSeverity, severities } from "@/lib/core/incident/incident";
import { declareIncidentAction } from "@/lib/features/incident/actions";

type Choices = {
  readonly clusters: readonly string[];
  readonly runbooks: readonly { readonly slug: string; readonly title: string }[];
};

/** The button that opens an incident by hand, and its form. */
export function DeclareIncident({
  choices,
  mayOperate,
  from = null,
}: {
  readonly choices: Choices;
  readonly mayOperate: boolean;
  /** The slug of the runbook that somebody came from: the form is open, with it chosen. */
  readonly from?: string | null;
}) {
  const [isOpen, setIsOpen] = useState(from !== null && mayOperate);
  const close = () => setIsOpen(false);
  useEffect(() => {
    // Reading the page again must not open the form again.
    if (from !== null) {
      window.history.replaceState(null, "", window.location.pathname);
    }
  }, [from]);
  return (
    <>
      <Button
        look="primary"
        offBecause={mayOperate ? null : "Your role may look, not declare: ask an admin to make you a responder"}
        onClick={() => setIsOpen(true)}
      >
        Declare incident
      </Button>
      <Dialog title="Declare an incident" isOpen={isOpen} onClose={close}>
        <DeclareForm choices={choices} from={from} onClose={close} />
      </Dialog>
    </>
  );
}

function DeclareForm({
  choices,
  from,
  onClose,
}: {
  readonly choices: Choices;
  readonly from: string | null;
  readonly onClose: () => void;
}) {
  const { act, isPending, fields } = useAct();
  const router = useRouter();
  const declare = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const input = inputFrom(new FormData(event.currentTarget));
    const answer = await act(() => declareIncidentAction(input));
    if (answer) {
      onClose();
      router.push(`/incidents/${answer.data.number}`);
    }
  };
  return (
    <Form onSubmit={(event) => void declare(event)} className="grid gap-3">
      <Field label="Cluster" error={fields["cluster"]?.[0]}>
        <Select name="cluster" required>
          {choices.clusters.map((cluster) => (
            <option key={cluster}>{cluster}</option>
          ))}
        </Select>
      </Field>
      <div className="grid gap-3 sm:grid-cols-2">
        <Field label="Namespace" error={fields["namespace"]?.[0]}>
          <TextInput name="namespace" required placeholder="sie" autoCapitalize="off" spellCheck={false} />
        </Field>
        <Field label="Workload" error={fields["workload"]?.[0]}>
          <TextInput name="workload" required placeholder="sie-worker-nlp" autoCapitalize="off" spellCheck={false} />
        </Field>
      </div>
      <Field label="Runbook" error={fields["runbook"]?.[0]}>
        <Select name="runbook" defaultValue={from ?? ""}>
          <option value="">Choose in the room</option>
          {choices.runbooks.map((runbook) => (
            <option key={runbook.slug} value={runbook.slug}>
              {runbook.title}
            </option>
          ))}
        </Select>
      </Field>
      <Field label="Severity" error={fields["severity"]?.[0]}>
        <Select name="severity" defaultValue="P2">
          {severities.map((severity) => (
            <option key={severity}>{severity}</option>
          ))}
        </Select>
      </Field>
      <Field label="Title (optional)" error={fields["title"]?.[0]}>
        <TextInput name="title" maxLength={200} placeholder="What people will call it" />
      </Field>
      <div className="flex justify-end gap-2 pt-1">
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" look="primary" offBecause={isPending ? "Being opened" : null}>
          Open the war room
        </Button>
      </div>
    </Form>
  );
}

function inputFrom(form: FormData) {
  const text = (name: string) => String(form.get(name) ?? "").trim();
  const severity: IncidentSeverity = severities.find((known) => known === text("severity")) ?? "P2";
  return {
    title: text("title"),
    severity,
    cluster: text("cluster"),
    namespace: text("namespace"),
    workload: text("workload"),
    runbook: text("runbook"),
  };
}
