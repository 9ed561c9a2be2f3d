import { CREATED, core, local, wide } from "./made";
import type { Standing } from "./standing-cluster";

const slice = (name: string, service: string, content: Readonly<Record<string, unknown>>): Standing => ({
  ...local({ plural: "endpointslices", apiVersion: "discovery.k8s.io/v1", kind: "EndpointSlice", name }, content),
  service,
});
const endpoint = (address: string, ready?: boolean) => ({
  addresses: [address],
  conditions: ready === undefined ? {} : { ready },
});
const service = (name: string, spec: Readonly<Record<string, unknown>>, status = {}): Standing =>
  local(core("services", "Service", name), { spec, status });

/** Services with their slices, and what leads to them. */
export const network: readonly Standing[] = [
  slice("web-1", "web", {
    addressType: "IPv4",
    ports: [
      { name: "http", port: 8080, protocol: "TCP" },
      { name: "", protocol: "UDP" },
    ],
    endpoints: [
      {
        ...endpoint("10.1.1.1", true),
        hostname: "h",
        nodeName: "big",
        zone: "z",
        targetRef: { kind: "Pod", name: "full", namespace: "default" },
      },
      endpoint("10.1.1.2", false),
      endpoint("10.1.1.3"),
    ],
  }),
  slice("web-6", "web", {
    addressType: "IPv6",
    ports: [{ name: "http", port: 8080, protocol: "TCP" }],
    endpoints: [endpoint("fd00::2", true), endpoint("fd00::3", false)],
  }),
  slice("none", "none", { addressType: "FQDN", ports: [], endpoints: [] }),
  slice("bare", "bare", { addressType: "IPv4", endpoints: [endpoint("10.2.2.2", true), endpoint("10.2.2.3", true)] }),
  slice("many", "many", {
    addressType: "IPv4",
    ports: [{ name: "", port: 80, protocol: "TCP" }],
    endpoints: [1, 2, 3, 4, 5, 6].map((last) => endpoint(`10.3.3.${last}`, last !== 2)),
  }),
  service(
    "web",
    {
      type: "LoadBalancer",
      selector: { app: "web" },
      clusterIP: "10.0.0.1",
      clusterIPs: ["10.0.0.1", "fd00::9"],
      ipFamilies: ["IPv4", "IPv6"],
      ipFamilyPolicy: "PreferDualStack",
      internalTrafficPolicy: "Cluster",
      trafficDistribution: "PreferClose",
      sessionAffinity: "None",
      ports: [{ name: "http", port: 80, targetPort: "web", protocol: "TCP", nodePort: 30001 }],
    },
    { loadBalancer: { ingress: [{ ip: "1.2.3.4", ipMode: "VIP" }, { hostname: "lb.example" }] } },
  ),
  service("many", {
    type: "ClusterIP",
    clusterIP: "10.0.0.2",
    sessionAffinity: "None",
    ports: [{ port: 80, protocol: "TCP" }],
  }),
  service("bare", {
    type: "ClusterIP",
    clusterIP: "None",
    sessionAffinity: "None",
    ports: [{ name: "x", port: 1, targetPort: 2, protocol: "TCP" }],
  }),
  local(
    { plural: "ingresses", apiVersion: "networking.k8s.io/v1", kind: "Ingress", name: "site" },
    {
      spec: {
        rules: [
          {
            host: "a.example",
            http: {
              paths: [
                { path: "/", backend: { service: { name: "web", port: { number: 80 } } } },
                { path: "/n", backend: { service: { name: "web", port: { name: "http" } } } },
                { path: "/m", backend: { service: { name: "many", port: { number: 80 } } } },
                { path: "/no", backend: { service: { name: "nosuch", port: { number: 80 } } } },
              ],
            },
          },
          { host: "no-http.example" },
        ],
      },
      status: {
        loadBalancer: { ingress: [{ ip: "9.9.9.9" }, { hostname: "b" }, { ip: "1.1.1.1" }, { ip: "9.9.9.9" }] },
      },
    },
  ),
  local(
    { plural: "networkpolicies", apiVersion: "networking.k8s.io/v1", kind: "NetworkPolicy", name: "range" },
    {
      spec: {
        podSelector: {
          matchExpressions: [
            { key: "a", operator: "DoesNotExist" },
            { key: "b", operator: "NotIn", values: ["y", "x"] },
          ],
        },
        policyTypes: ["Egress"],
        egress: [
          {
            ports: [{ port: 1000, endPort: 2000, protocol: "TCP" }, { protocol: "SCTP" }],
            to: [{ ipBlock: { cidr: "10.0.0.0/8" } }],
          },
          { to: [{ podSelector: {} }] },
        ],
      },
    },
  ),
  wide(
    { plural: "servicecidrs", apiVersion: "networking.k8s.io/v1", kind: "ServiceCIDR", name: "extra" },
    {
      spec: { cidrs: ["10.8.0.0/16", "fd08::/112"] },
      status: {
        conditions: [{ type: "Ready", status: "True", lastTransitionTime: CREATED, reason: "", message: "ready" }],
      },
    },
  ),
  wide(
    { plural: "ipaddresses", apiVersion: "networking.k8s.io/v1", kind: "IPAddress", name: "10.0.0.1" },
    { spec: { parentRef: { group: "", resource: "services", namespace: "default", name: "web" } } },
  ),
];
