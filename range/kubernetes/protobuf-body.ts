import { ApiError } from "./api-error.ts";

/**
 * kubectl sends access reviews as protobuf (k8s.io/apimachinery/pkg/runtime/generated.proto and
 * k8s.io/api/authorization/v1/generated.proto). Only these are read; answers are always JSON.
 */
const MAGIC = Buffer.from("k8s\0");

type Fields = ReadonlyMap<number, Buffer>;

function varint(bytes: Buffer, start: number): { readonly value: number; readonly next: number } {
  let value = 0;
  let at = start;
  for (let shift = 1; ; shift *= 128) {
    const byte = bytes[at] ?? 0;
    at += 1;
    value += (byte & 0x7f) * shift;
    if (byte < 0x80) {
      return { value, next: at };
    }
  }
}

/** The length-delimited fields of a message by number; the messages read here have no others that matter. */
function fieldsOf(bytes: Buffer): Fields {
  const fields = new Map<number, Buffer>();
  let at = 0;
  while (at < bytes.length) {
    const tag = varint(bytes, at);
    const size = varint(bytes, tag.next);
    const isDelimited = tag.value % 8 === 2;
    at = isDelimited ? size.next + size.value : size.next;
    if (isDelimited) {
      fields.set(Math.floor(tag.value / 8), bytes.subarray(size.next, at));
    }
  }
  return fields;
}

const nested = (fields: Fields, number: number): Fields => fieldsOf(fields.get(number) ?? Buffer.alloc(0));

const text = (fields: Fields, number: number): string => fields.get(number)?.toString("utf8") ?? "";

const ATTRIBUTE_FIELDS = {
  namespace: 1,
  verb: 2,
  group: 3,
  version: 4,
  resource: 5,
  subresource: 6,
  name: 7,
} as const;

function accessReview(review: Fields): object {
  const spec = nested(review, 2);
  if (!spec.has(1)) {
    return { spec: {} };
  }
  const attributes = nested(spec, 1);
  const resourceAttributes = Object.fromEntries(
    Object.entries(ATTRIBUTE_FIELDS).map(([name, number]) => [name, text(attributes, number)]),
  );
  return { spec: { resourceAttributes } };
}

/** The body of a request as JSON text, also when the client sent protobuf. */
export function bodyText(body: Buffer, contentType: string): string {
  if (!contentType.includes("protobuf")) {
    return body.toString("utf8");
  }
  const envelope = body.subarray(0, 4).equals(MAGIC) ? fieldsOf(body.subarray(4)) : new Map<number, Buffer>();
  const kind = text(nested(envelope, 1), 2);
  switch (kind) {
    case "SelfSubjectAccessReview":
      return JSON.stringify(accessReview(nested(envelope, 2)));
    case "SelfSubjectRulesReview":
      return "{}";
    case "DeleteOptions":
      return "";
    default:
      throw new ApiError("UnsupportedMediaType", `the practice range reads JSON only, not protobuf (${kind})`);
  }
}
