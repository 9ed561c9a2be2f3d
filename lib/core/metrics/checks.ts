import { formatBytes, formatDuration } from "./format";

export type CheckResult = { readonly verdict: "passed" | "failed" | "no-data"; readonly figure: string };

export type ContainerUse = {
  readonly pod: string;
  readonly container: string;
  readonly usedBytes: number;
  readonly limitBytes: number | null;
};

/** Whole percents, finer where rounding would put the figure on the wrong side of the bound. */
function percent(share: number, bound: number): string {
  const whole = Math.round(share * 100);
  return `${whole / 100 < bound === share < bound ? whole : (Math.floor(share * 1000) / 10).toFixed(1)} %`;
}

/** Is every container below `ratio` of its limit right now? The figure names the highest. */
export function checkMemoryBelow(uses: readonly ContainerUse[], ratio: number): CheckResult {
  const limited = uses.flatMap((use) => (use.limitBytes ? [{ ...use, share: use.usedBytes / use.limitBytes }] : []));
  const [highest] = limited.sort((a, b) => b.share - a.share);
  if (!highest) {
    return { verdict: "no-data", figure: "no container with a memory limit" };
  }
  const unlimited = uses.length - limited.length;
  const rest = unlimited === 0 ? "" : `; ${unlimited} without a limit`;
  const figure = `highest ${percent(highest.share, ratio)} of limit, ${highest.pod}${rest}`;
  return { verdict: highest.share < ratio ? "passed" : "failed", figure };
}

/** Is every container below a fixed amount right now? */
export function checkMemoryBelowBytes(uses: readonly ContainerUse[], bytes: number): CheckResult {
  const [highest] = [...uses].sort((a, b) => b.usedBytes - a.usedBytes);
  if (!highest) {
    return { verdict: "no-data", figure: "no container" };
  }
  return {
    verdict: highest.usedBytes < bytes ? "passed" : "failed",
    figure: `highest ${formatBytes(highest.usedBytes)}, ${highest.pod}`,
  };
}

/**
 * Does a PromQL comparison hold? `matched` is the number of series that the comparison lets through, `compared` that of
 * its left side alone: nothing to compare is no data, not a pass.
 */
export function checkComparison({
  matched,
  compared,
}: {
  readonly matched: number;
  readonly compared: number;
}): CheckResult {
  if (compared === 0) {
    return { verdict: "no-data", figure: "no series to compare" };
  }
  return { verdict: matched === compared ? "passed" : "failed", figure: `${matched} of ${compared} series` };
}

/** Was nothing OOM-killed in the window before `nowSeconds`? */
export function checkNoOomKill(
  kills: readonly { readonly pod: string; readonly atSeconds: number }[],
  window: { readonly windowSeconds: number; readonly nowSeconds: number },
): CheckResult {
  const [last] = [...kills].sort((a, b) => b.atSeconds - a.atSeconds);
  if (!last) {
    return { verdict: "passed", figure: "no OOM kill seen" };
  }
  const ago = window.nowSeconds - last.atSeconds;
  return {
    verdict: ago > window.windowSeconds ? "passed" : "failed",
    figure: `last OOM kill ${formatDuration(ago)} ago, ${last.pod}`,
  };
}
