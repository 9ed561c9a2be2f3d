/** A container that Compose made of a file in /opt, as the daemon lists it. */
export function container(project: string, service: string) {
  const labels = {
    project,
    service,
    "container-number": "1",
    oneoff: "False",
    "project.working_dir": `/opt/${project}`,
    "project.config_files": "docker-compose.yml",
  };
  return {
    Id: `${project}-${service}`,
    Names: [`/${project}_${service}_1`],
    Image: "x",
    Command: "x",
    Created: 1,
    State: "running",
    Status: "Up",
    Ports: [],
    Labels: Object.fromEntries(Object.entries(labels).map(([name, value]) => [`com.docker.compose.${name}`, value])),
  };
}

export type ComposedContainer = ReturnType<typeof container>;
