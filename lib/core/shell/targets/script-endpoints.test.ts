import { expect, it } from "vitest";
import { execArgvs } from "./exec-argvs";
import { scriptEndpoints } from "./script-endpoints";

const docker = (named: string | null) => ({ system: "docker", named });

it.each([
  ["docker ps -a | grep web", [docker(null)]],
  ["docker -H prod-1 ps; docker --context=prod-2 ps; docker -c prod-1 ps", [docker("prod-1"), docker("prod-2")]],
  ["sudo docker stats --no-stream", [docker(null)]],
  ["watch -n 5 'docker -H prod-1 ps'", [docker("prod-1")]],
  ["DOCKER_HOST=ssh://web-1 docker ps", [docker(null), docker("ssh://web-1")]],
  ["for c in $(docker ps -q); do docker inspect $c; done", [docker(null)]],
  ['docker -H "$(cat host)" ps', []],
  ["docker-compose logs api", [docker(null)]],
  ["ssh -p 2222 deploy@web-1 uptime", [{ system: "ssh", named: "web-1" }]],
  ["scp deploy@web-1:/var/log/app.log .", [{ system: "ssh", named: "web-1" }]],
  ["scp root@web-1:/tmp/heap-*.prof ./", [{ system: "ssh", named: "web-1" }]],
  ["scp $HOST:/tmp/x .", []],
  ["ssh $HOST uptime", []],
  ["echo docker", []],
])("%s", (script, endpoints) => {
  expect(scriptEndpoints(script)).toEqual(endpoints);
});

it("knows the variables that the run starts with, unless the script sets them", () => {
  expect(scriptEndpoints("ssh $HOST uptime", { HOST: "web-1" })).toEqual([{ system: "ssh", named: "web-1" }]);
  expect(scriptEndpoints("HOST=$(cat x); ssh $HOST uptime", { HOST: "web-1" })).toEqual([]);
});

it.each([
  ["docker exec -it web sh -c 'cat /proc/meminfo'", [["sh", "-c", "cat /proc/meminfo"]]],
  ["docker exec -e A=b -u root -w /tmp web ls -l", [["ls", "-l"]]],
  ["sudo docker container exec web free -m", [["free", "-m"]]],
  ["docker -H prod-1 exec web ps", [["ps"]]],
  ["docker-compose -f x.yml exec -T api ps aux", [["ps", "aux"]]],
  ["docker compose exec --index 2 api ps", [["ps"]]],
  ["ssh -o BatchMode=yes deploy@web-1 free -m", [["free", "-m"]]],
  ["ssh web-1 'free -m; uptime'", [["free -m; uptime"]]],
  ["ssh web-1", []],
  ["docker exec web cat $(ls)", []],
  ["docker logs web", []],
  ["watch 'kubectl exec web -- ps'", [["ps"]]],
  ["sudo scp -q heap-$n.prof root@web-1:/tmp/", [["scp", "root@web-1:/tmp/"]]],
  ["D=$(cat d); scp f web-1:$D; scp f web-1:/tmp/{a,b}", []],
  ["scp web-1:/tmp/heap .", []],
])("lists what %s starts", (script, argvs) => {
  expect(execArgvs(script)).toEqual(argvs);
});
