import { z } from "zod";

const HOUR_SECONDS = 3600;

/** Every limit of a recording, with its unit in its name. */
export const recordingLimits = {
  minEverySeconds: 10,
  maxSeconds: 7 * 24 * HOUR_SECONDS,
  maxSamples: 5_000,
  /** Recordings of one incident at a time. */
  maxOpen: 20,
  /** Of one sample; what is beyond is cut, and the sample says so. */
  sampleBytes: 1024 * 1024,
  sampleTimeoutMs: 60_000,
} as const;

export const startRecordingInput = z
  .object({
    incidentId: z.uuid(),
    /** Made by the browser with crypto.randomUUID(): pressing twice is one recording. */
    recordingId: z.uuid(),
    operationId: z.string().min(1).max(300),
    parameters: z.record(z.string().max(200), z.string().max(2000)),
    everySeconds: z
      .int()
      .min(recordingLimits.minEverySeconds)
      .max(24 * HOUR_SECONDS),
    forSeconds: z.int().min(recordingLimits.minEverySeconds).max(recordingLimits.maxSeconds),
  })
  .refine(({ everySeconds, forSeconds }) => forSeconds >= everySeconds, "The recording is shorter than one interval.")
  .refine(
    ({ everySeconds, forSeconds }) => forSeconds / everySeconds <= recordingLimits.maxSamples,
    `A recording may have at most ${recordingLimits.maxSamples} samples: take them less often.`,
  );
export type StartRecordingInput = z.infer<typeof startRecordingInput>;

export const stopRecordingInput = z.object({ incidentId: z.uuid(), recordingId: z.uuid() });

/** One sample as the browser gets it. `text` holds stdout and stderr in the order of their coming. */
export type SampleText = {
  readonly number: number;
  readonly at: string;
  readonly exitCode: number;
  readonly text: string;
};
