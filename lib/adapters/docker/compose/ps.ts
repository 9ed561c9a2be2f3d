import "server-only";
import { ofServices } from "./project";
import type { ComposeCall, Style } from "./style";

/** The project's containers by name; `docker compose` shows those that run, `docker-compose` all. */
export async function composePs(style: Style, compose: ComposeCall): Promise<number> {
  const { flags, project, call } = compose;
  const statuses = flags.all("status");
  const isAll = flags.has("all") || statuses.length > 0 || !Object.hasOwn(style.psFlags, "status");
  const shown = ofServices(project, flags.words)
    .filter(({ State }) => (isAll || State === "running") && (statuses.length === 0 || statuses.includes(State)))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
  if (flags.has("quiet")) {
    call.out(shown.map(({ Id }) => `${Id}\n`).join(""));
  } else if (flags.has("services")) {
    call.out(`${[...new Set(shown.map(({ service }) => service))].join("\n")}\n`);
  } else {
    await style.printPs(shown, compose);
  }
  return 0;
}
