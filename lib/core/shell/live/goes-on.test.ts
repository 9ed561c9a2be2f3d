import { expect, it } from "vitest";
import { goesOn } from "./goes-on";

it.each([
  "kubectl logs -f deploy/web",
  "kubectl -n shop logs deploy/web --follow | grep ERROR",
  "oc get pods -w",
  "kubectl wait pod/a --for=condition=Ready --timeout=300s",
  "kubectl rollout restart deploy/web && kubectl rollout status deploy/web",
  "kubectl exec web-0 -- tail -f /var/log/app.log",
  "watch -n 5 'kubectl top pods'",
  "sudo watch free -m",
  "docker logs -f web",
  "docker logs --tail 5 -f web",
  "docker stats",
  "docker events --since 1h",
  "docker compose -f x.yml logs -f web",
  "docker-compose logs --tail 10 -f web",
  "tail -F log",
  "ssh web-1 'docker logs -f web'",
  "ssh web-1 tail -f /var/log/syslog",
  "docker stats --no-stream; sleep 60; docker stats --no-stream",
  "while true; do kubectl top pods; sleep 5; done",
  "redis-cli --stat",
])("goes on: %s", (script) => {
  expect(goesOn(script)).toBe(true);
});

it.each([
  "kubectl get -f pod.yaml",
  "kubectl apply -f x.yaml",
  "kubectl logs deploy/web --since 1h",
  "docker stats --no-stream",
  "docker events --since 1h --until now",
  "docker compose -f x.yml ps",
  "sleep 15; curl localhost:8080/health",
  "tail -50 log",
  "ssh web-1 'free -m'",
])("ends by itself: %s", (script) => {
  expect(goesOn(script)).toBe(false);
});
