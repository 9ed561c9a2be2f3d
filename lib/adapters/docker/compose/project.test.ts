import { expect, it } from "vitest";
import { ok } from "@/lib/core/kernel/result";
import type { DockerConnection } from "../connection";
import { dockerComposeCommand } from "../docker";
import { anything } from "../testing/both-dockers";
import { type ComposedContainer, container } from "../testing/composed-container";

const REFUSED = "nothing here says for certain which project";

const monitoring = [container("monitoring", "grafana"), container("monitoring", "proxy")];
const both = [...monitoring, container("app", "web"), container("app", "proxy")];

async function compose(
  argv: readonly string[],
  there: readonly ComposedContainer[],
  options = { env: {}, grant: anything },
) {
  const stopped: string[] = [];
  const said = { stdout: "", stderr: "" };
  const request: DockerConnection["request"] = async ({ method = "GET", path, query }) => {
    if (method === "POST") {
      stopped.push(path);
    }
    const [, project] = /project=(\w+)/.exec(query?.["filters"] ?? "") ?? [];
    const found = there.filter(
      ({ Labels }) => project === undefined || Labels["com.docker.compose.project"] === project,
    );
    return { status: 200, text: JSON.stringify(found) };
  };
  const unused = () => Promise.reject(new Error("not asked for"));
  const connection: DockerConnection = { name: "test", request, stream: unused, hijack: unused };
  const command = dockerComposeCommand({ connect: () => ok(connection), now: () => new Date() });
  const exitCode = await command.run(argv, {
    stdin: "",
    ...options,
    signal: new AbortController().signal,
    write: (stream, chunk) => {
      said[stream] += String(chunk);
    },
    readFile: async () => null,
    writeFile: async () => undefined,
  });
  return { ...said, exitCode, stopped };
}

it.each([
  [["stop"], monitoring],
  [["restart", "-t", "1"], monitoring],
  [["up", "-d"], monitoring],
  [["-f", "docker-compose.yml", "stop"], monitoring],
  [["-f", "./docker-compose.yml", "start"], monitoring],
  [["-f", "app/docker-compose.yml", "stop", "proxy"], both],
])("%j acts on no project that is merely there", async (argv, there) => {
  const { exitCode, stderr, stopped } = await compose(argv, there);
  expect({ exitCode, stopped }).toEqual({ exitCode: 1, stopped: [] });
  expect(stderr).toContain(REFUSED);
  expect(stderr).toContain(there === both ? "(app, monitoring)" : "(monitoring)");
});

it.each([
  [["-p", "monitoring", "stop", "proxy"], both, {}],
  [["--project-directory", "/opt/monitoring", "stop", "proxy"], both, {}],
  [["-f", "/opt/monitoring/docker-compose.yml", "stop", "proxy"], both, {}],
  [["stop", "proxy"], both, { COMPOSE_PROJECT_NAME: "monitoring" }],
  [["-f", "docker-compose.yml", "stop", "proxy"], monitoring, {}],
])("%j says which project it acts on", async (argv, there, env) => {
  const { exitCode, stopped } = await compose(argv, there, { env, grant: anything });
  expect({ exitCode, stopped }).toEqual({ exitCode: 0, stopped: ["/containers/monitoring-proxy/stop"] });
});

it("acts on a service of one project, and asks when two have it", async () => {
  expect((await compose(["stop", "grafana"], both)).stopped).toEqual(["/containers/monitoring-grafana/stop"]);
  expect(await compose(["stop", "proxy"], both)).toMatchObject({
    exitCode: 1,
    stopped: [],
    stderr: expect.stringContaining("several projects fit"),
  });
});

it("looks at the one project that is there, and names the project in what is refused", async () => {
  expect(await compose(["ps", "-q"], monitoring)).toMatchObject({ exitCode: 0, stopped: [] });
  const reader = { ...anything, ceiling: "read" as const };
  expect(await compose(["-p", "monitoring", "stop", "proxy"], monitoring, { env: {}, grant: reader })).toMatchObject({
    exitCode: 126,
    stderr: expect.stringContaining("stop proxy (monitoring_proxy_1) of project monitoring is a change operation"),
  });
});
