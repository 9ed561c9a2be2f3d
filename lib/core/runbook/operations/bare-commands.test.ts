import { describe, expect, it } from "vitest";
import { bareCommands, warnsOf } from "./bare-commands";

describe("commands that stand bare in prose", () => {
  it.each([
    ["kubectl get pods -n shop", ["kubectl get pods -n shop"]],
    ["Look at the pods: kubectl get pods -n shop", ["kubectl get pods -n shop"]],
    ["Delete the pods:\nkubectl delete pods --all\n-n staging", ["kubectl delete pods --all -n staging"]],
    [
      "aws rds describe-db-instances \\\n--db-instance-identifier shop",
      ["aws rds describe-db-instances --db-instance-identifier shop"],
    ],
    ["redis-cli -h redis ping (from another container)", ["redis-cli -h redis ping"]],
    ["k describe pod web-0", ["k describe pod web-0"]],
    ["kubectl logs <имя-пода>", ["kubectl logs <имя-пода>"]],
    ["curl -s http://web:8080/health", ["curl -s http://web:8080/health"]],
    ["$ oc adm cordon <node>", ["oc adm cordon <node>"]],
    ["[root@a ~]# systemctl restart ceph-osd@3", ["systemctl restart ceph-osd@3"]],
    [
      "ceph osd set noout\nsystemctl restart ceph-osd@NUM\nceph osd unset noout",
      ["ceph osd set noout", "systemctl restart ceph-osd@NUM", "ceph osd unset noout"],
    ],
    [
      "-check the shop:\nsystemctl status shop -l\n-check its logs:\njournalctl -u shop",
      ["systemctl status shop -l", "journalctl -u shop"],
    ],
    ["kubectl get pods -n shop\nLook for restarts.", ["kubectl get pods -n shop"]],
  ])("%j", (prose, commands) => {
    expect(bareCommands(prose)).toEqual(commands);
  });

  it.each([
    "docker run --rm\nubuntu:24.04 bash",
    "Cause: kubectl delete pod web-0 hangs",
    "Never do this:\nkubectl delete ns shop",
    "Forbidden:\nkubectl delete ns shop",
    "Example of what went wrong: kubectl delete ns shop",
    "Old way (deprecated):\nkubectl delete pod web-0",
    "Not needed any more: kubectl delete pod web-0",
    "Previously:\nkubectl delete pod web-0",
    "kubectl describe pod로 이벤트 확인",
    "kubectl logs -f проверить",
  ])("none in %j", (prose) => {
    expect(bareCommands(prose)).toEqual([]);
  });
});

it.each(["Do not do this:", "❌ Wrong:", "Never run these commands in production:", "Avoid this:", "Bad practice:"])(
  "%s warns",
  (line) => {
    expect(warnsOf(line)).toBe(true);
  },
);

it.each([
  "Don't forget to restart the service:",
  "Avoid data loss by taking a snapshot first:",
  "Never skip this check:",
  "Bad gateway (502):",
  "Wrong permissions on the data directory:",
  "Incorrect image tag:",
])("%s does not", (line) => {
  expect(warnsOf(line)).toBe(false);
});
