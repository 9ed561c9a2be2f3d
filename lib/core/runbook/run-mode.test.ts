import { describe, expect, it } from "vitest";
import { runModeOf } from "./run-mode";

describe("what is meant for the workload", () => {
  it.each([
    "ps aux | sort -k4",
    "free -m",
    "cat /proc/1/status",
    "kill -USR1 $(pgrep node)",
    "top -b -n 1 | head",
    "watch 'free -m'",
  ])("runs, and says where: %s", (script) => {
    expect(runModeOf(script, "shell")).toMatchObject({
      value: "native",
      because: expect.stringMatching(/^\w+ runs in the pod: a container of the incident's workload$/),
    });
  });

  it.each([
    ["top", "top needs a terminal; top -b prints once"],
    ["journalctl -u kubelet", "journalctl is meant for the host itself"],
    ["systemctl status docker", "systemctl is meant for the host itself"],
  ])("is done by hand where no container is meant: %s", (script, because) => {
    expect(runModeOf(script, "shell")).toMatchObject({ value: "by-hand", because });
  });

  it("leaves the sandbox's own files to the sandbox", () => {
    expect(runModeOf("cat notes.txt", "shell").because).toBe("text tools run in the sandbox");
  });
});

describe("a program that Headroom does not have", () => {
  it.each([
    ["aws ec2 describe-instances", "aws"],
    ["kubectl get pods | awk '{print $1}' | xargs ffprobe", "ffprobe"],
  ])("needs the toolbox: %s", (script, program) => {
    expect(runModeOf(script, "shell")).toMatchObject({
      value: "toolbox",
      because: `${program} is a program of its own`,
    });
  });

  it("is no function of the script", () => {
    expect(runModeOf("look() { kubectl get pods; }\nlook", "shell").value).toBe("native");
  });
});
