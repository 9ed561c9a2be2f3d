import "server-only";
import { containerPath } from "../call";
import { CommandFailure } from "../failure";
import { type ComposeContainer, NoSuchService, ofServices } from "./project";
import type { Act, ComposeCall, Style } from "./style";

/** Restarts, stops or starts the containers of services, in turn. */
export async function composeAct(act: "restart" | "stop" | "start", style: Style, compose: ComposeCall) {
  const { project, flags, call } = compose;
  const chosen = ofServices(project, flags.words);
  const nothing = chosen.length === 0 ? style.nothingTo(act, project) : null;
  if (nothing !== null) {
    throw new CommandFailure(nothing);
  }
  const due = chosen.filter(({ State }) => style.isActedOn(act, State));
  await actOn(due, { act, style }, compose);
  return call.io.signal.aborted ? 130 : 0;
}

/** Without its file a service cannot be made anew or changed: what is there is started, and that is said. */
export async function composeUp(style: Style, compose: ComposeCall): Promise<number> {
  const { project, flags, call } = compose;
  if (!flags.has("detach")) {
    throw new CommandFailure(`headroom: up stays with what it started: write ${style.command} up -d`);
  }
  const chosen = existing(style, compose);
  call.io.write("stderr", "headroom: the compose file is not read here: what exists is started, nothing is changed\n");
  const running = chosen.filter(({ State }) => State === "running");
  call.io.write("stderr", running.map((container) => style.upToDate(container)).join(""));
  const stopped = chosen.filter(({ State }) => State !== "running");
  await actOn(stopped, { act: "up", style }, { project, flags, call });
  return 0;
}

function existing(style: Style, { project, flags }: ComposeCall): readonly ComposeContainer[] {
  const byHand = (what: string) =>
    new CommandFailure(
      `headroom: ${what} has no container here, and the compose file that could make one is not read: run "${style.command} up -d" by hand on the host`,
    );
  try {
    const chosen = ofServices(project, flags.words);
    if (chosen.length === 0) {
      throw byHand(`project ${project.name}`);
    }
    return chosen;
  } catch (error) {
    throw error instanceof NoSuchService ? byHand(error.service) : error;
  }
}

async function actOn(
  containers: readonly ComposeContainer[],
  { act, style }: { readonly act: Act; readonly style: Style },
  { call, flags }: ComposeCall,
): Promise<void> {
  const { begun, done } = style.progress(act, containers);
  const path = act === "up" ? "start" : act;
  const query = path === "start" ? {} : { t: secondsOf(flags.get("timeout")) };
  for (const container of containers) {
    call.check({ risk: "change", description: `${style.command} ${act} ${container.service} (${container.name})` });
    call.io.write("stderr", begun(container));
  }
  for (const container of containers) {
    call.check({ risk: "change", description: `${style.command} ${act} ${container.service} (${container.name})` });
    await call.ask({ method: "POST", path: containerPath(container.Id, `/${path}`), query });
    call.io.write("stderr", done(container));
  }
}

function secondsOf(timeout = "10"): string {
  if (!/^\d+$/.test(timeout)) {
    throw new CommandFailure(`headroom: the timeout is to be a number of seconds, not "${timeout}"`);
  }
  return timeout;
}
