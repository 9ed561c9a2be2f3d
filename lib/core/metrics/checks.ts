import { formatBytes, formatDuration } from "./format";

export type CheckResult = { readonly verdict: "passed" | "failed" | "no-data"; readonly figure: string };

export type ContainerUse = {
  readonly pod: string;
  readonly container: string;
  readonly usedBytes: number;
  readonly limitBytes: number | null;
};

/** Is every container below `ratio` of its limit right now? The figure names the highest. */
export function checkMemoryBelow(uses: readonly ContainerUse[], ratio: number): CheckResult {
  const limited = uses.flatMap((use) => (use.limitBytes ? [{ ...use, share: use.usedBytes / use.limitBytes }] : []));
  const [highest] = limited.sort((a, b) => b.share - a.share);
  if (!highest) {
    return { verdict: "no-data", figure: "no container with a memory limit" };
  }
  const figure = `highest ${Math.round(highest.share * 100)} % of limit, ${highest.pod}`;
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
