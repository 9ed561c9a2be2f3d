import "server-only";
import { z } from "zod";
import type { Scope } from "@/lib/adapters/database/transaction";
import { type Actor, isActor } from "@/lib/core/kernel/actor";
import { AppError } from "@/lib/core/kernel/app-error";
import { recordedLoop } from "@/lib/core/shell/live/recorded-loop";
import { analyseScript } from "@/lib/core/shell/script/analyse-script";
import { createScrubber } from "@/lib/core/shell/scrub-secrets";
import { isMeantForPod } from "@/lib/core/shell/targets/pod-programs";
import { configuredSecrets, grantFor, nativeCommands } from "@/lib/features/command/runtime";
import { artifacts, planRun, sandbox } from "@/lib/features/execution/runtime";
import { readSamples } from "./data";
import type { ClaimedSample } from "./mutations/claim-sample";
import type { Sample } from "./mutations/keep-sample";
import { startRecording } from "./mutations/start-recording";
import { recordingLimits, type SampleText, type StartRecordingInput } from "./schema";

const recordedActor = z.custom<Actor>(isActor);
const recordedVariables = z.record(z.string(), z.string());

/** Plans and records a recording. Only what reads can be recorded: nobody is there when a sample is taken. */
export async function beginRecording(scope: Scope, input: StartRecordingInput): Promise<{ recordingId: string }> {
  const { recordingId, incidentId, operationId, parameters, everySeconds, forSeconds } = input;
  const plan = await planRun(scope, { incidentId, operationId, parameters, runId: recordingId });
  if (plan.risk !== "read") {
    throw new AppError("invalid-input", "Only what reads can be recorded: this could change something.");
  }
  if (analyseScript(plan.script).commands.some(({ name, written }) => name !== null && isMeantForPod(name, written))) {
    throw new AppError("invalid-input", "What runs in the pod cannot be recorded yet: write it with kubectl exec.");
  }
  const loop = recordedLoop(plan.script);
  const script = loop?.sample ?? plan.script;
  return startRecording(scope, { plan: { ...plan, script }, counter: loop?.counter ?? null, everySeconds, forSeconds });
}

/** Takes one sample in the sandbox, as the person who began the recording, and keeps what it printed as a file. */
export async function takeSample({ recording, number }: ClaimedSample, signal: AbortSignal): Promise<Sample> {
  const { id, incidentId, stepId, operationId, label, script, cluster, namespace, counter } = recording;
  const variables = {
    ...recordedVariables.parse(recording.variables),
    ...(counter === null ? {} : { [counter]: `${number}` }),
  };
  const place = { runId: id, incidentId, stepId, operationId, label, script, cluster, namespace };
  const plan = { ...place, risk: "read" as const, variables, variablesHash: "", podTarget: null };
  const known = new Set(configuredSecrets());
  const output = collectOutput(known);
  const { exitCode, ended } = await sandbox().run({
    script,
    variables,
    commands: nativeCommands(plan, (value) => known.add(value)),
    grant: grantFor(plan, recordedActor.parse(recording.actor)),
    signal,
    limits: { runTimeoutMs: recordingLimits.sampleTimeoutMs, liveTimeoutMs: recordingLimits.sampleTimeoutMs },
    onOutput: output.push,
  });
  const text = output.end() + (ended === "exit" ? "" : `headroom: the sample was ended by ${ended}\n`);
  const content = Buffer.from(text);
  const stored = content.length > 0 ? await artifacts().put(content) : null;
  return { exitCode, outputHash: stored?.hash ?? null, outputBytes: content.length };
}

function collectOutput(known: ReadonlySet<string>) {
  const scrubbers = { stdout: createScrubber(known), stderr: createScrubber(known) };
  let text = "";
  let isCut = false;
  const add = (more: string) => {
    isCut ||= text.length + more.length > recordingLimits.sampleBytes;
    text = (text + more).slice(0, recordingLimits.sampleBytes);
  };
  return {
    push: (piece: { readonly stream: "stdout" | "stderr"; readonly text: string }) =>
      add(scrubbers[piece.stream].push(piece.text)),
    end: () => {
      add(scrubbers.stdout.end());
      add(scrubbers.stderr.end());
      return isCut ? `${text}\nheadroom: the rest of this sample was cut\n` : text;
    },
  };
}

/**
 * What the samples of a recording printed, or the one with `number`, for somebody who may see its incident. One at a
 * time: all of them together may be larger than the memory.
 */
export async function sampleTexts(
  scope: Scope,
  wanted: { readonly recordingId: string; readonly number?: number | undefined },
): Promise<AsyncGenerator<SampleText>> {
  return textsOf(await readSamples(scope.database, scope.actor, wanted));
}

async function* textsOf(samples: Awaited<ReturnType<typeof readSamples>>): AsyncGenerator<SampleText> {
  for (const { number, at, exitCode, outputHash } of samples) {
    yield { number, at: at.toISOString(), exitCode, text: outputHash === null ? "" : await readText(outputHash) };
  }
}

async function readText(hash: string): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of await artifacts().get(hash)) {
    chunks.push(Buffer.from(chunk));
  }
  return Buffer.concat(chunks).toString("utf8");
}
