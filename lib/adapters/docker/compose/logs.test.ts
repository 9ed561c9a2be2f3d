import { expect, it } from "vitest";
import { ok } from "@/lib/core/kernel/result";
import type { DockerConnection } from "../connection";
import { dockerComposeCommand } from "../docker";
import { anything } from "../testing/both-dockers";
import { container } from "../testing/composed-container";

/** A log that goes on until its reader leaves. */
async function* endless(signal: AbortSignal, end: () => void): AsyncGenerator<Buffer> {
  await new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
  end();
  yield* [];
  throw new Error("aborted");
}

it("leaves no followed log open when one fails", async () => {
  const [opened, ended] = [Promise.withResolvers<void>(), [] as string[]];
  const connection: DockerConnection = {
    name: "test",
    request: async ({ path }) => ({
      status: 200,
      text: JSON.stringify(
        path === "/containers/json"
          ? [container("app", "web"), container("app", "worker")]
          : { Config: { Tty: false }, State: {} },
      ),
    }),
    stream: async ({ path, signal }) => {
      if (path.includes("app_web_1")) {
        opened.resolve();
        return { status: 200, body: endless(signal, () => ended.push(path)) };
      }
      await opened.promise;
      return {
        status: 500,
        body: (async function* () {
          yield Buffer.from('{"message":"the log is broken"}');
        })(),
      };
    },
    hijack: () => Promise.reject(new Error("not asked for")),
  };
  const said = { stdout: "", stderr: "" };
  const exitCode = await dockerComposeCommand({ connect: () => ok(connection), now: () => new Date() }).run(
    ["-p", "app", "logs", "-f"],
    {
      stdin: "",
      env: {},
      grant: anything,
      signal: new AbortController().signal,
      write: (stream, chunk) => {
        said[stream] += String(chunk);
      },
      readFile: async () => null,
      writeFile: async () => undefined,
    },
  );
  expect({ exitCode, ended }).toEqual({ exitCode: 1, ended: ["/containers/app_web_1/logs"] });
  expect(said.stderr).toContain("the log is broken");
});
