import { execFileSync } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { grant, ourKubectl, realKubectl, testCluster } from "../../differential/programs";
import { wordsOf } from "../../differential/words";

const kubeconfig = process.env["TEST_KUBECONFIG"];
let folder = "";

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "kubectl-create-"));
  const words =
    "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 1 -subj /CN=x -keyout key -out cert";
  execFileSync("openssl", words.split(" "), { cwd: folder, stdio: "ignore" });
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  writeFileSync(path.join(folder, "other"), privateKey.export({ type: "pkcs8", format: "pem" }));
  writeFileSync(path.join(folder, "unknown.yaml"), "apiVersion: v1\nkind: Nosuch\nmetadata: {name: x}\n");
  writeFileSync(path.join(folder, "env"), "# a comment\nA=1\n  B=two words=2\r\n\nNOT_SET_ANYWHERE\n");
});
afterAll(() => rmSync(folder, { recursive: true }));

describe.skipIf(kubeconfig === undefined)("kubectl create from files (TEST_KUBECONFIG)", () => {
  const real = realKubectl({ ...process.env, KUBECONFIG: kubeconfig });

  const ours = ourKubectl(testCluster(kubeconfig), {
    readFile: async (file) => readFileSync(file),
    grant: { ...grant, ceiling: "read", execs: [], endpoints: [] },
  });

  it.each([
    "secret tls t --cert=$DIR/cert --key=$DIR/key",
    "secret tls t --cert=$DIR/cert --key=$DIR/other",
    "secret tls t --cert=$DIR/key --key=$DIR/key",
    "secret tls t --cert=$DIR/cert --key=$DIR/env",
    "secret tls t --cert=$DIR/env --key=$DIR/key",
    "secret tls t --cert=$DIR/cert --key=$DIR/cert",
    "cm a --from-env-file=$DIR/env",
    "secret generic a --from-env-file=$DIR/env",
    "secret generic a --from-env-file=$DIR/env --from-file=$DIR/env",
    "cm a --from-file=$DIR/env --from-file=x=$DIR/env",
    "-f $DIR/unknown.yaml",
  ])("%s", async (line) => {
    const argv = wordsOf(`create ${line} --dry-run=client -o yaml`, { DIR: folder });
    expect(await ours({ argv })).toEqual(await real({ argv }));
  });
});
