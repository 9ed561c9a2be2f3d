import { fstatSync, writeFileSync } from "node:fs";
import process from "node:process";
import { parseRangeArguments, USAGE } from "./arguments.ts";
import { createPrometheusPart } from "./prometheus-part.ts";
import { type Range, startRange } from "./range.ts";

const STDIN = 0;

/** True when a parent holds the other end of standard input, so that its end means the parent's. */
function isHeldByParent(): boolean {
  const stat = fstatSync(STDIN);
  return stat.isFIFO() || stat.isSocket();
}

function endWithParent(range: Range): void {
  const end = (): void => {
    void range.close().then(() => process.exit(0));
  };
  process.once("SIGTERM", end);
  process.once("SIGINT", end);
  if (isHeldByParent()) {
    process.stdin.once("close", end).resume();
  }
}

async function main(argv: readonly string[]): Promise<void> {
  const wanted = parseRangeArguments(argv);
  const { port, webhook, webhookToken, kubeconfig, ...rest } = wanted;
  const range = await startRange({
    ...rest,
    kubernetesPort: port,
    ...(webhook === undefined ? {} : { webhook: { url: webhook, token: webhookToken } }),
    now: Date.now,
    createPrometheus: createPrometheusPart,
  });
  if (kubeconfig !== undefined) {
    writeFileSync(kubeconfig, range.kubeconfig, { mode: 0o600 });
  }
  endWithParent(range);
  const { kubernetesUrl, prometheusUrl, controlUrl } = range;
  const addresses = { kubernetesUrl, prometheusUrl, controlUrl, kubeconfig: kubeconfig ?? null };
  process.stdout.write(`${JSON.stringify(addresses)}\n`);
}

if (process.argv.includes("--help")) {
  process.stdout.write(USAGE);
} else {
  main(process.argv.slice(2)).catch((error: unknown) => {
    process.stderr.write(`range: ${error instanceof Error ? error.message : String(error)}\n${USAGE}`);
    process.exitCode = 2;
  });
}
