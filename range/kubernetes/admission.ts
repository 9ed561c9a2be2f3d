import { z } from "zod";
import type { StoredKinds, StoredResource } from "../world/object-store.ts";
import type { Container, Deployment, PodSpec } from "../world/objects.ts";
import { parseCpuCores, parseMemoryBytes } from "../world/quantity.ts";
import { ApiError } from "./api-error.ts";

const texts = z.record(z.string(), z.string());

// Kubernetes writes null for many fields that are not set.
const optionalTexts = texts.nullish();

const resources = z.looseObject({ limits: optionalTexts, requests: optionalTexts });

const container = z.looseObject({
  name: z.string(),
  image: z.string().optional(),
  env: z.array(z.looseObject({ name: z.string(), value: z.string().optional() })).nullish(),
  resources: resources.nullish(),
});

const podSpec = z.looseObject({ containers: z.array(container) });

const metadata = z.looseObject({ name: z.string(), labels: optionalTexts, annotations: optionalTexts });

const template = z.looseObject({
  metadata: z.looseObject({ labels: optionalTexts, annotations: optionalTexts }),
  spec: podSpec,
});

const deployment = z.looseObject({
  metadata,
  spec: z.looseObject({
    replicas: z.int().optional(),
    selector: z.looseObject({ matchLabels: texts.optional() }),
    template,
  }),
});

const SHAPES: Readonly<Record<StoredResource, z.ZodType>> = {
  deployments: deployment,
  replicasets: deployment,
  pods: z.looseObject({ metadata, spec: podSpec }),
  nodes: z.looseObject({ metadata }),
  events: z.looseObject({ metadata }),
  namespaces: z.looseObject({ metadata }),
  services: z.looseObject({ metadata }),
  configmaps: z.looseObject({ metadata }),
  secrets: z.looseObject({ metadata }),
};

interface Cause {
  readonly field: string;
  readonly message: string;
  readonly reason: string;
}

function quantityCauses(path: string, resourceName: string, { requests, limits }: NonNullable<Container["resources"]>) {
  const parse = resourceName === "memory" ? parseMemoryBytes : parseCpuCores;
  const request = requests?.[resourceName];
  const limit = limits?.[resourceName];
  for (const [kind, text] of Object.entries({ requests: request, limits: limit })) {
    if (text !== undefined && parse(text) === undefined) {
      const field = `${path}.resources.${kind}[${resourceName}]`;
      const rule = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";
      return [{ field, message: `Invalid value: "${text}": ${rule}`, reason: "FieldValueInvalid" }];
    }
  }
  const isOver = request !== undefined && limit !== undefined && (parse(request) ?? 0) > (parse(limit) ?? 0);
  const message = `Invalid value: "${request}": must be less than or equal to ${resourceName} limit of ${limit}`;
  return isOver ? [{ field: `${path}.resources.requests`, message, reason: "FieldValueInvalid" }] : [];
}

function containerCauses(spec: PodSpec, path: string): readonly Cause[] {
  return spec.containers.flatMap((each, index) => {
    const at = `${path}.containers[${index}]`;
    const resourceCauses = ["cpu", "memory"].flatMap((name) => quantityCauses(at, name, each.resources ?? {}));
    const hasImage = typeof each.image === "string" && each.image !== "";
    return hasImage
      ? resourceCauses
      : [{ field: `${at}.image`, message: "Required value", reason: "FieldValueRequired" }, ...resourceCauses];
  });
}

function deploymentCauses({ spec }: Deployment): readonly Cause[] {
  const labels = spec.template.metadata.labels ?? {};
  const misses = Object.entries(spec.selector.matchLabels ?? {}).some(([name, value]) => labels[name] !== value);
  const selector = {
    field: "spec.template.metadata.labels",
    message: `Invalid value: ${JSON.stringify(labels)}: \`selector\` does not match template \`labels\``,
    reason: "FieldValueInvalid",
  };
  const negative = {
    field: "spec.replicas",
    message: `Invalid value: ${spec.replicas}: must be greater than or equal to 0`,
    reason: "FieldValueInvalid",
  };
  return [
    ...(spec.replicas < 0 ? [negative] : []),
    ...(misses ? [selector] : []),
    ...containerCauses(spec.template.spec, "spec.template.spec"),
  ];
}

interface Subject {
  readonly kind: string;
  readonly name: string;
  readonly group: string;
}

/** The refusal of an object whose values make no sense, in the API server's words. */
function invalid(subject: Subject, causes: readonly Cause[]): ApiError {
  const kind = subject.group === "" ? subject.kind : `${subject.kind}.${subject.group}`;
  const [first] = causes;
  const shown = causes.map(({ field, message }) => `${field}: ${message}`);
  const text = shown.length === 1 ? shown[0] : `[${shown.join(", ")}]`;
  return new ApiError("Invalid", `${kind} "${subject.name}" is invalid: ${first === undefined ? "" : text}`, {
    name: subject.name,
    ...(subject.group === "" ? {} : { group: subject.group }),
    kind: subject.kind,
    causes,
  });
}

/** Checks an object from outside and fills in what the API server fills in. */
export function admit<R extends StoredResource>(resource: R, value: unknown, subject: Subject): StoredKinds[R] {
  const shape = SHAPES[resource].safeParse(value);
  if (!shape.success) {
    const issue = shape.error.issues[0];
    const path = issue?.path.join(".") ?? "";
    throw new ApiError(
      "BadRequest",
      `${subject.kind} in version "v1" cannot be handled as a ${subject.kind}: ${path}: ${issue?.message ?? "invalid"}`,
    );
  }
  const object = parsedAs<R>(value);
  const causes = causesFor(resource, object);
  if (causes.length > 0) {
    throw invalid(subject, causes);
  }
  return object;
}

function causesFor(resource: StoredResource, object: StoredKinds[StoredResource]): readonly Cause[] {
  if (resource === "deployments" && "spec" in object) {
    return deploymentCauses(parsedAs<"deployments">(object));
  }
  return resource === "pods" ? containerCauses(parsedAs<"pods">(object).spec, "spec") : [];
}

/** `admit` has matched the value against the resource's shape; fields the range never reads stay as they came. */
function parsedAs<R extends StoredResource>(value: unknown): StoredKinds[R] {
  return value as StoredKinds[R];
}
