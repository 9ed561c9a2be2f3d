import "server-only";
import path from "node:path";
import { z } from "zod";
import type { Call } from "../call";
import { CommandFailure } from "../failure";
import { portsSchema } from "../ports";

const labelled = z.array(
  z.object({
    Id: z.string(),
    Names: z.array(z.string()),
    Image: z.string(),
    Command: z.string(),
    Created: z.number(),
    State: z.string(),
    Status: z.string(),
    Ports: portsSchema,
    Labels: z.record(z.string(), z.string()),
  }),
);

/** A container that Compose made, as its labels tell. */
export type ComposeContainer = z.infer<typeof labelled>[number] & {
  readonly name: string;
  readonly project: string;
  readonly service: string;
  /** "1", the number within its service. */
  readonly number: string;
  readonly isOneOff: boolean;
};

/** A project as its containers tell: nobody reads its file. In the daemon's order, the newest first. */
export type Project = { readonly name: string; readonly containers: readonly ComposeContainer[] };

export type Wanted = {
  /** Of `-p` or COMPOSE_PROJECT_NAME. */
  readonly name: string | null;
  /** Of `-f` and `--project-directory`. */
  readonly files: readonly string[];
  readonly directory: string | null;
  readonly services: readonly string[];
  /** Whether it only looks. What acts must say for certain which project it means. */
  readonly isReading: boolean;
};

const label = (name: string) => `com.docker.compose.${name}`;

/**
 * The project that a command means: the one it names, else the one on this host that its files, its folder and its
 * services leave. Throws a failure that lists them when there are several, or when one is left by chance and not only
 * looked at.
 */
export async function findProject(wanted: Wanted, call: Call): Promise<Project> {
  const name = wanted.name?.toLowerCase() ?? null;
  const filter = name === null ? label("project") : `${label("project")}=${name}`;
  const query = { all: "1", filters: JSON.stringify({ label: { [filter]: true } }) };
  call.check({ risk: "read", description: call.command });
  const found = labelled.parse(await call.json({ path: "/containers/json", query })).map(readLabels);
  if (name !== null) {
    return { name, containers: found };
  }
  const all = [...Map.groupBy(found, ({ project }) => project)].map(([project, containers]) => ({
    name: project,
    containers,
  }));
  const projects = all.filter((project) => isMeant(project, wanted));
  const [only, ...others] = projects;
  if (!only || others.length > 0) {
    throw new CommandFailure(choice(all, projects));
  }
  if (!wanted.isReading && !isCertain(all, wanted)) {
    throw new CommandFailure(
      `headroom: nothing here says for certain which project ${call.command} acts on: name it with -p, --project-directory, -f and the whole path, or a service that only one has (${namesOf(all)})`,
    );
  }
  return only;
}

/** Whether one project is left without the folder that the command stands in: nobody can look whether it is that one. */
function isCertain(all: readonly Project[], wanted: Wanted): boolean {
  const files = wanted.files.filter((file) => path.posix.isAbsolute(file));
  const saysWhich = files.length > 0 || wanted.directory !== null || wanted.services.length > 0;
  return saysWhich && all.filter((project) => isMeant(project, { ...wanted, files })).length === 1;
}

function readLabels(container: z.infer<typeof labelled>[number]): ComposeContainer {
  const { Labels, Names } = container;
  return {
    ...container,
    name: (Names[0] ?? "").replace(/^\//, ""),
    project: Labels[label("project")] ?? "",
    service: Labels[label("service")] ?? "",
    number: Labels[label("container-number")] ?? "",
    isOneOff: Labels[label("oneoff")] === "True",
  };
}

function isMeant({ containers }: Project, { files, directory, services }: Wanted): boolean {
  const has = (service: string) => containers.some((container) => container.service === service);
  return (
    services.every(has) &&
    files.every((file) => containers.some(({ Labels }) => isOfFile(Labels, file))) &&
    (directory === null || containers.some(({ Labels }) => Labels[label("project.working_dir")] === directory))
  );
}

/** `docker-compose.yml` or a longer path of it: the file as it was named when the container was made. */
function isOfFile(labels: Readonly<Record<string, string>>, file: string): boolean {
  const folder = labels[label("project.working_dir")] ?? "/";
  const known = (labels[label("project.config_files")] ?? "").split(",").map((one) => path.posix.resolve(folder, one));
  const asked = path.posix.normalize(file);
  return known.some((one) => one === asked || one.endsWith(`/${asked}`));
}

function choice(all: readonly Project[], left: readonly Project[]): string {
  if (all.length === 0) {
    return "headroom: no container on this host was made by Compose";
  }
  const which = left.length > 1 ? "several projects fit" : "no project fits";
  const some = namesOf(left.length > 1 ? left : all);
  return `headroom: ${which}: the compose file is not read here, so name one of this host with -p (${some})`;
}

function namesOf(projects: readonly Project[]): string {
  return projects
    .map(({ name }) => name)
    .sort()
    .join(", ");
}

/** The containers of services, all when none is named. Throws for a service that has none. */
export function ofServices({ containers }: Project, services: readonly string[]): readonly ComposeContainer[] {
  const lasting = containers.filter(({ isOneOff }) => !isOneOff);
  for (const service of services) {
    if (!lasting.some((container) => container.service === service)) {
      throw new NoSuchService(service);
    }
  }
  return services.length === 0 ? lasting : lasting.filter(({ service }) => services.includes(service));
}

/** A service of which this host has no container. */
export class NoSuchService extends CommandFailure {
  readonly service: string;

  constructor(service: string) {
    super(`no such service: ${service}`);
    this.service = service;
  }
}
