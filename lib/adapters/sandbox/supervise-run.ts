import "server-only";
import type { ChildProcess } from "node:child_process";
import type { RunLimits } from "@/lib/core/shell/limits";
import type { FromChild, ToChild } from "./protocol";
import type { SandboxRequest, SandboxResult } from "./sandbox";

type Ending = SandboxResult["ended"];
type Call = Extract<FromChild, { kind: "call" }>;

/** Watches over one script in its child: hands its calls to the native commands, and ends it when a limit is reached. */
export async function superviseRun(
  child: ChildProcess,
  request: SandboxRequest,
  limits: RunLimits,
): Promise<SandboxResult> {
  const natives = new AbortController();
  const outcome = Promise.withResolvers<SandboxResult>();
  let outputBytes = 0;
  const end = (ended: Ending, result: { exitCode: number; variables?: SandboxResult["variables"] }) => {
    outcome.resolve({ ended, variables: {}, ...result });
  };
  const emit: SandboxRequest["onOutput"] = (piece) => {
    outputBytes += Buffer.byteLength(piece.text);
    if (outputBytes > limits.outputBytes) {
      end("output-limit", { exitCode: 1 });
      return;
    }
    request.onOutput(piece);
  };
  const receive = (message: FromChild) => {
    if (message.kind === "output") {
      emit({ stream: message.stream, text: message.text });
    } else if (message.kind === "done") {
      end("exit", { exitCode: message.exitCode, variables: message.variables });
    } else if (message.kind === "call") {
      void answer(message, { request: { ...request, onOutput: emit }, limits, signal: natives.signal }).then(
        (reply) => {
          if (child.connected) {
            child.send(reply);
          }
        },
      );
    }
  };
  const cancel = () => end("cancelled", { exitCode: 130 });
  const deadline = setTimeout(() => end("deadline", { exitCode: 124 }), limits.runTimeoutMs);
  child.ref();
  child.channel?.ref();
  child.on("message", receive);
  child.once("exit", (code, signal) =>
    end(code === 134 || signal === "SIGABRT" ? "memory" : "crashed", { exitCode: 1 }),
  );
  request.signal.addEventListener("abort", cancel, { once: true });
  if (request.signal.aborted) {
    cancel();
  } else {
    child.send(runMessage(request, limits));
  }
  const result = await outcome.promise;
  clearTimeout(deadline);
  request.signal.removeEventListener("abort", cancel);
  child.off("message", receive);
  natives.abort();
  child.kill("SIGKILL");
  return result;
}

function runMessage(request: SandboxRequest, limits: RunLimits): ToChild {
  const { script, variables, commands } = request;
  const { loopIterations, commandCount, scriptBytes } = limits;
  return {
    kind: "run",
    script,
    variables,
    commands: commands.map((command) => command.name),
    limits: { loopIterations, commandCount, scriptBytes },
  };
}

type Context = { readonly request: SandboxRequest; readonly limits: RunLimits; readonly signal: AbortSignal };

/** Runs one native command for the child. A throw is a failure of ours: the script sees a failed command and a sentence. */
async function answer(call: Call, { request, limits, signal }: Context): Promise<ToChild> {
  const kept = { stdout: "", stderr: "" };
  const command = request.commands.find((candidate) => candidate.name === call.name);
  const write = (stream: "stdout" | "stderr", text: string) => {
    if (call.isLive) {
      request.onOutput({ stream, text });
    } else if (kept[stream].length < limits.pipeBytes) {
      kept[stream] += text;
    }
  };
  try {
    const io = { stdin: call.stdin, env: call.env, grant: request.grant, signal, write };
    const exitCode = command ? await command.run(call.argv, io) : 127;
    return { kind: "result", callId: call.callId, exitCode, ...kept };
  } catch (error) {
    write("stderr", `${call.name}: ${error instanceof Error ? error.message : String(error)}\n`);
    return { kind: "result", callId: call.callId, exitCode: 1, ...kept };
  }
}
