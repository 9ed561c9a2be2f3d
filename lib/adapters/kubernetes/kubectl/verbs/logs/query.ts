import "server-only";
import { goDurationSeconds } from "../../durations";
import { CommandFailure } from "../../failure";
import type { Flags } from "../../flags";
import { goTimeText, parseGoTime } from "../../go/time";

const SELECTOR_TAIL = "10";

/** What is asked of each log, its container apart. Throws kubectl's error for a time that is none. */
export function logQuery(flags: Flags): URLSearchParams {
  const query = new URLSearchParams();
  const values = [
    ["follow", flags.has("follow") ? "true" : undefined],
    ["insecureSkipTLSVerifyBackend", flags.has("insecure-skip-tls-verify-backend") ? "true" : undefined],
    ["limitBytes", unless("0", flags.get("limit-bytes"))],
    ["previous", flags.has("previous") ? "true" : undefined],
    ["sinceSeconds", sinceSeconds(flags)],
    ["sinceTime", sinceTime(flags)],
    ["tailLines", tailLines(flags)],
    ["timestamps", flags.has("timestamps") ? "true" : undefined],
  ] as const;
  for (const [parameter, value] of values) {
    if (value !== undefined) {
      query.set(parameter, value);
    }
  }
  return query;
}

function unless(nothing: string, value: string | undefined): string | undefined {
  return value === nothing ? undefined : value;
}

function tailLines(flags: Flags): string | undefined {
  const said = flags.get("tail");
  if (said === undefined && (flags.get("selector") ?? "") !== "") {
    return SELECTOR_TAIL;
  }
  return unless("-1", said);
}

function sinceSeconds(flags: Flags): string | undefined {
  const seconds = goDurationSeconds(flags.get("since") ?? "0s") ?? 0;
  return seconds === 0 ? undefined : String(Math.sign(seconds) * Math.round(Math.abs(seconds)));
}

function sinceTime(flags: Flags): string | undefined {
  const said = flags.get("since-time") ?? "";
  if (said === "") {
    return undefined;
  }
  const time = parseGoTime(said);
  if (typeof time === "string") {
    throw new CommandFailure(`error: ${time}`);
  }
  return goTimeText(time);
}

/** kubectl looks for flags that contradict each other after it has found the pod. */
export function refuseContradictions(flags: Flags): void {
  const container = flags.words[1] ?? flags.get("container") ?? "";
  const since = sinceSeconds(flags);
  const contradictions: readonly (readonly [boolean, string])[] = [
    [
      sinceTime(flags) !== undefined && since !== undefined,
      "at most one of `sinceTime` or `sinceSeconds` may be specified",
    ],
    [
      flags.has("all-containers") && container !== "",
      `--all-containers=true should not be specified with container name ${container}`,
    ],
    [
      flags.get("container") !== undefined && flags.words.length === 2,
      "only one of -c or an inline [CONTAINER] arg is allowed",
    ],
    [Number(flags.get("limit-bytes") ?? 0) < 0, "--limit-bytes must be greater than 0"],
    [Number(since ?? 0) < 0, "--since must be greater than 0"],
    [Number(tailLines(flags) ?? 0) < -1, "--tail must be greater than or equal to -1"],
  ];
  const found = contradictions.find(([isThere]) => isThere);
  if (found) {
    throw new CommandFailure(`error: ${found[1]}`);
  }
}
