import "server-only";
import { problemsFailure } from "../../failure";
import { type FlagTable, parseFlags } from "../../flags";
import type { Invocation } from "../../invocation";
import { type KubeObject, textAt } from "../../objects";
import { readPairs, resourcesAndPairs } from "../../pairs";
import { containersOf } from "../../pod-spec";
import { changeCause, recordFlag } from "../../record";
import { selectTargets } from "../../selection";
import { changeTemplates, containersChange, type SpecChange, setFlags } from "./template-change";

const flagTable: FlagTable = { ...setFlags, ...recordFlag };

/** kubectl set image. */
export async function setImage(argv: readonly string[], call: Invocation): Promise<number> {
  const flags = parseFlags(argv, flagTable, "set image");
  const { resources, pairs } = resourcesAndPairs(flags.words, "image");
  const images = readPairs(pairs, "image", false).set;
  // kubectl looks for the objects first: what is missing is said before what is wrong.
  await selectTargets(call, { flags, words: resources, isBlind: images.size > 0 });
  const problems = [
    flags.has("all") && (flags.get("selector") ?? "") !== "" && "cannot set --all and --selector at the same time",
    images.size === 0 && "at least one image update is required",
    images.size > 1 &&
      images.has("*") &&
      "all containers are already specified by *, but saw more than one container_name=container_image pairs",
  ].filter((text) => text !== false);
  if (problems.length > 0) {
    throw problemsFailure(problems);
  }
  return changeTemplates(call, {
    flags,
    words: resources,
    cause: changeCause(call, flagTable),
    operation: "image updated",
    onFailure: "failed to patch image update to pod template:",
    change: (object, { path, problems: missing }) => imagesChange({ object, path, images }, missing),
  });
}

function imagesChange(
  {
    object,
    path,
    images,
  }: { readonly object: KubeObject; readonly path: readonly string[]; readonly images: ReadonlyMap<string, string> },
  problems: string[],
): SpecChange {
  const containers = containersOf(object, path);
  for (const name of images.keys()) {
    if (name !== "*" && !containers.some((container) => container.name === name)) {
      problems.push(`error: unable to find container named "${name}"`);
    }
  }
  const changes = containers.flatMap(({ list, name, value }) => {
    const image = images.get(name) ?? images.get("*");
    return image === undefined || image === textAt(value, "image")
      ? []
      : [{ list, name, patch: { image }, value: Object.assign({}, value, { image }) }];
  });
  return containersChange(object, path, changes);
}
