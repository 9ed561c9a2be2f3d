import "server-only";
import { entriesAt, type KubeObject, textAt } from "../objects";
import { headLines } from "./text";

const TOKEN_TYPE = "kubernetes.io/service-account-token";

/** kubectl describe secret: the sizes of its values, of a service account's token the token. Without events. */
export async function describeSecret(secret: KubeObject): Promise<string> {
  const type = textAt(secret, "type");
  const values = entriesAt(secret, "data").map(([key, stored]) => {
    const value = Buffer.from(stored, "base64");
    const isToken = key === "token" && type === TOKEN_TYPE;
    return `${key}:\t${isToken ? value.toString("utf8") : `${value.length} bytes`}\n`;
  });
  return `${headLines(secret)}\nType:\t${type}\n\nData\n====\n${values.join("")}`;
}
