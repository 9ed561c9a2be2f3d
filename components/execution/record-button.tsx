"use client";

import { type FormEvent, useRef, useState } from "react";
import { useAct } from "@/components/action/use-act";
import { useRoom } from "@/components/incident/room-context";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field, Select } from "@/components/ui/field";
import { Form } from "@/components/ui/form";
import { durationText } from "@/lib/core/kernel/duration-text";
import type { Operation } from "@/lib/core/runbook/runbook";
import { startRecordingAction } from "@/lib/features/recording/actions";
import { newRunId } from "./new-run-id";
import { openParameters } from "./render-command";

const DAY_SECONDS = 86_400;
const intervals = [10, 30, 60, 300, 900, 3600];
const lengths = [900, 3600, 14_400, 43_200, DAY_SECONDS, 3 * DAY_SECONDS];

type RecordButtonProps = {
  readonly operation: Operation;
  readonly values: Readonly<Record<string, string>>;
};

/** Takes a sample of a reading operation every so often, also when everybody has gone home. */
export function RecordButton(props: RecordButtonProps) {
  const { dto, offBecause } = useRoom();
  const [isAsking, setIsAsking] = useState(false);
  const proposal = dto.operations[props.operation.id]?.recording ?? null;
  const open = openParameters(props.operation, props.values);
  const off = offBecause ?? (open.length > 0 ? `Fill in ${open.join(", ")} first` : null);
  return (
    <>
      <Button look={proposal ? "primary" : "plain"} offBecause={off} onClick={() => setIsAsking(true)}>
        Record…
      </Button>
      <Dialog title={`Record: ${props.operation.label}`} isOpen={isAsking} onClose={() => setIsAsking(false)}>
        <RecordForm {...props} onClose={() => setIsAsking(false)} />
      </Dialog>
    </>
  );
}

function RecordForm({ operation, values, onClose }: RecordButtonProps & { readonly onClose: () => void }) {
  const { dto } = useRoom();
  const proposal = dto.operations[operation.id]?.recording ?? null;
  const [everySeconds, setEverySeconds] = useState(proposal?.everySeconds ?? 60);
  const [forSeconds, setForSeconds] = useState(proposal?.forSeconds ?? (proposal ? DAY_SECONDS : 900));
  const recordingId = useRef<string | null>(null);
  const { act, isPending } = useAct();
  const begin = async (event: FormEvent) => {
    event.preventDefault();
    recordingId.current ??= newRunId();
    const what = { incidentId: dto.incident.id, recordingId: recordingId.current, operationId: operation.id };
    if (await act(() => startRecordingAction({ ...what, parameters: values, everySeconds, forSeconds }))) {
      onClose();
    }
  };
  const samples = Math.floor(forSeconds / everySeconds);
  const off = samples < 1 ? "Longer than one interval, please" : isPending ? "Starting" : null;
  return (
    <Form onSubmit={(event) => void begin(event)} className="grid gap-3">
      <div className="grid grid-cols-2 gap-3">
        <Seconds label="A sample every" value={everySeconds} choices={intervals} onChoose={setEverySeconds} />
        <Seconds label="For" value={forSeconds} choices={lengths} onChoose={setForSeconds} />
      </div>
      <p className="text-mute tabular-nums">
        {samples} samples. They go on when you close this page, and when Headroom restarts.
      </p>
      <div className="flex justify-end gap-2">
        <Button onClick={onClose}>Do not record</Button>
        <Button type="submit" look="primary" offBecause={off}>
          Start recording
        </Button>
      </div>
    </Form>
  );
}

function Seconds({
  label,
  value,
  choices,
  onChoose,
}: {
  readonly label: string;
  readonly value: number;
  readonly choices: readonly number[];
  readonly onChoose: (seconds: number) => void;
}) {
  const all = [...new Set([...choices, value])].sort((a, b) => a - b);
  return (
    <Field label={label}>
      <Select value={value} onChange={(event) => onChoose(Number(event.target.value))}>
        {all.map((seconds) => (
          <option key={seconds} value={seconds}>
            {durationText(seconds)}
          </option>
        ))}
      </Select>
    </Field>
  );
}
