import "server-only";
import { z } from "zod";
import type { Invocation } from "../../invocation";
import { type ResourceType, resourcePath } from "../../resources";

const list = z.object({ resources: z.array(z.object({ name: z.string() })) });

/** Whether the objects of a type have a number of replicas that can be set. */
export async function hasScale(call: Invocation, type: ResourceType): Promise<boolean> {
  const version = resourcePath(type, null).replace(/\/[^/]*$/, "");
  const { resources } = list.parse((await call.ask({ path: version })).body);
  return resources.some(({ name }) => name === `${type.plural}/scale`);
}
