import { describe, expect, it } from "vitest";
import { commandOfLine, isBareCommand, isPlainlyCommand } from "./command-line";

describe("a line is a command", () => {
  it.each([
    ["kubectl get pods", "kubectl"],
    ["  sudo systemctl restart kubelet", "sudo"],
    ["POD=$(kubectl get pod -o name)", "POD"],
    ["for i in 1 2; do", "for"],
    ["./run-stress-test.sh", "./run-stress-test.sh"],
    ["/usr/bin/redis-cli ping", "/usr/bin/redis-cli"],
    ["/etc/init.d/nginx", "/etc/init.d/nginx"],
    ["service nginx restart", "service"],
    ["k get pods", "k"],
    ["export GOGC=75", "export"],
    ["free -h", "free"],
    ["top", "top"],
    ["watch -n 5 'docker stats'", "watch"],
  ])("%s", (line, program) => {
    expect(commandOfLine(line)).toBe(program);
  });

  it.each([
    "service is down",
    "make sure that it works.",
    "find the pod that leaks",
    "node v18.0.0",
    "node             7,181 mib/sec",
    "/path/to/your/repo",
    "k = 0 ... 9",
    "export const x = 1",
    "# kubectl get pods",
    "NAME   READY   STATUS",
    "if the memory grows, restart",
    "docker is not running",
  ])("and %j is none", (line) => {
    expect(commandOfLine(line)).toBeNull();
  });
});

it.each([
  ["kubectl get pods -n sie", true],
  ["df -h", true],
  ["docker ps", true],
  ["journalctl -u kubelet", true],
  ["kubectl", false],
  ["grep -P", false],
  ["['a', 'b']", false],
  ["curl -k", false],
  ["make install.", false],
])("within a sentence, %j: %s", (text, expected) => {
  expect(isPlainlyCommand(text)).toBe(expected);
});

it.each([
  ["systemctl show nginx", true],
  ["ip route show | head", true],
  ["git show --stat HEAD", true],
  ["helm show values x --version 1", true],
  ["az aks show --name x", true],
  ["docker stats --no-stream shows memory", false],
  ["kubectl top pods -A may show memory", false],
])("where prose stands, %j: %s", (text, expected) => {
  expect(isBareCommand(text)).toBe(expected);
});
