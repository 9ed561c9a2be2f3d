import { appReply } from "../container/app-http.ts";
import { type ApiCall, type ApiOutcome, STREAMED } from "./api-call.ts";
import { ApiError } from "./api-error.ts";

/** Hands a request on to the application in a pod: `/api/v1/namespaces/N/pods/NAME:PORT/proxy/PATH`. */
export function proxyToPod(call: ApiCall): ApiOutcome {
  const { context } = call.cluster.world;
  const { namespace, name: address = "", rest } = call.target;
  const [name = "", port] = address.split(":");
  const pod = context.store.get("pods", { namespace, name });
  const live = context.live.get(pod?.metadata.uid ?? "");
  const usual = pod?.spec.containers[0]?.ports?.[0]?.containerPort ?? 80;
  const wanted = port === undefined || port === "" ? usual : Number(port);
  const reply = live === undefined ? undefined : appReply(context, live, { port: wanted, path: rest });
  if (reply === undefined) {
    const shown = pod?.status.podIP ?? "";
    const message = `error trying to reach service: dial tcp ${shown}:${wanted}: connect: connection refused`;
    throw new ApiError("ServiceUnavailable", message);
  }
  call.response.writeHead(reply.status, { "content-type": reply.contentType });
  call.response.end(reply.body);
  return STREAMED;
}
