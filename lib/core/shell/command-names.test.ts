import { expect, it } from "vitest";
import { isCommandName } from "./command-names";

it.each([
  "kubectl patch",
  "oc get",
  "docker exec",
  "systemctl restart",
  "sudo systemctl stop",
  "helm rollback",
  "aws s3",
  "ceph osd",
  "kubectl rollout restart",
  "kubectl delete pod",
])("%s is the name of a command, and half of one", (text) => expect(isCommandName(text)).toBe(true));

it.each([
  "kubectl version",
  "kubectl get pods",
  "docker ps",
  "helm list",
  "ceph status",
  "git status",
  "npm test",
  "docker -v",
  "ceph",
  "docker-compose restart",
  "kubectl rollout restart deploy/shop",
  "kubectl describe pod",
])("%s is whole", (text) => expect(isCommandName(text)).toBe(false));
