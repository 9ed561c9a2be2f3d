import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bundle } from "../scripts/bundle.mjs";
import { headroomCommand } from "./headroom";

const folder = mkdtempSync(path.join(tmpdir(), "headroom-cli-"));
const kubeconfig = path.join(folder, "config");
beforeAll(async () => {
  await bundle(["dist/sandbox-child.mjs"]);
  writeFileSync(
    kubeconfig,
    JSON.stringify({
      apiVersion: "v1",
      kind: "Config",
      "current-context": "here",
      clusters: [{ name: "c", cluster: { server: "http://127.0.0.1:1" } }],
      users: [{ name: "u", user: { token: "t" } }],
      contexts: [{ name: "here", context: { cluster: "c", user: "u", namespace: "sie" } }],
    }),
  );
});
afterAll(() => rmSync(folder, { recursive: true }));

async function headroom(argv: readonly string[], options: { KUBECONFIG?: string; signal?: AbortSignal } = {}) {
  const output = { stdout: "", stderr: "" };
  const exitCode = await headroomCommand(argv, {
    stdout: (text) => {
      output.stdout += text;
    },
    stderr: (text) => {
      output.stderr += text;
    },
    cwd: folder,
    environment: { HOME: folder, KUBECONFIG: options.KUBECONFIG ?? kubeconfig },
    signal: options.signal ?? new AbortController().signal,
  });
  return { exitCode, ...output };
}

describe("headroom", () => {
  it("says what it can do, and ends with 2 for what it cannot", async () => {
    expect(await headroom(["--help"])).toMatchObject({ exitCode: 0, stdout: expect.stringContaining("headroom lint") });
    expect(await headroom([])).toMatchObject({ exitCode: 2, stdout: "" });
    expect(await headroom(["fly"])).toMatchObject({ exitCode: 2, stderr: expect.stringContaining("fly is not") });
  });
});

describe("headroom exec", () => {
  it("gives a script's output, errors and exit code as they are", async () => {
    expect(await headroom(["exec", "--", "echo out; ls /none; printf 'b\\na\\n' | sort; exit 7"])).toEqual({
      exitCode: 7,
      stdout: "out\na\nb\n",
      stderr: "ls: cannot access '/none': No such file or directory\n",
    });
  });

  it("takes several words as one command, each as it is", async () => {
    expect(await headroom(["exec", "--", "echo", "a  b", "$HOME", "it's"])).toMatchObject({
      stdout: "a  b $HOME it's\n",
    });
  });

  it("fills parameters in as words, and as variables", async () => {
    const result = await headroom(["exec", "-p", "pod=a; echo hacked", "--", 'echo <pod> "$pod"']);
    expect(result).toMatchObject({ exitCode: 0, stdout: "a; echo hacked a; echo hacked\n" });
  });

  it("asks for what is not filled in", async () => {
    expect(await headroom(["exec", "--", "kubectl logs <pod-name>"])).toMatchObject({
      exitCode: 2,
      stderr: "headroom exec: Fill in pod-name first. (--param pod-name=…)\n",
    });
  });

  it("leaves alone what programs print for nothing, and names of patterns", async () => {
    expect(await headroom(["exec", "--", "echo 'web <none>' | grep -oP '(?<word>w)eb <none>'"])).toMatchObject({
      exitCode: 0,
      stdout: "web <none>\n",
    });
  });

  it("shows script, risk and target on a dry run, and runs nothing", async () => {
    const result = await headroom(["exec", "--dry-run", "-n", "prod", "-p", "p=web", "--", "kubectl delete pod <p>"]);
    expect(result).toEqual({
      exitCode: 0,
      stderr: "",
      stdout:
        "kubectl delete pod web\n\nrisk: destructive\n  kubectl delete removes or replaces what runs\n" +
        "target: http://127.0.0.1:1, namespace prod\n",
    });
  });

  it("never looks further than the caller's own kubeconfig", async () => {
    const result = await headroom(["exec", "--", "kubectl get pods"], { KUBECONFIG: path.join(folder, "none") });
    expect(result).toMatchObject({ exitCode: 1, stderr: expect.stringContaining("There is no kubeconfig") });
  });

  it.each([
    [["exec"], "no script"],
    [["exec", "--nonsense", "--", "true"], "--nonsense"],
    [["exec", "--param", "x", "--", "true"], "NAME=VALUE"],
    [["exec", "--timeout", "soon", "--", "true"], "a number of seconds"],
  ])("%j is wrong usage", async (argv, words) => {
    expect(await headroom(argv)).toMatchObject({ exitCode: 2, stdout: "", stderr: expect.stringContaining(words) });
  });

  it("ends with 124 at the deadline and with 130 on Ctrl-C", async () => {
    expect(await headroom(["exec", "--timeout", "0.3", "--", "sleep 60"])).toMatchObject({ exitCode: 124 });
    expect(await headroom(["exec", "--", "sleep 60"], { signal: AbortSignal.abort() })).toMatchObject({
      exitCode: 130,
    });
  });
});
