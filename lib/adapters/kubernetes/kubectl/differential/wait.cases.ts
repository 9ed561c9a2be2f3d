import type { Suite } from "./case";

export const suite: Suite = {
  verb: "wait",
  reads: [
    "wait cm/settings -n $NS --for=delete --timeout=1s",
    "wait cm/nosuch -n $NS --for=delete --timeout=1s",
    "wait cm -l a=nosuch -n $NS --for=delete --timeout=1s",
    "wait pod -l a=nosuch -n $NS --for=condition=ready --timeout=1s",
    "wait pod/talker -n $NS --for=condition=Ready --timeout=20s",
    "wait deploy/web -n $NS --for=condition=available",
    "wait deploy/web -n $NS --for=condition=available=false --timeout=1s",
    "wait deploy/web deploy/nosuch -n $NS --for=condition=available --timeout=20s",
    "wait deploy --all -n $NS --for=condition=available --timeout=20s -o name",
    "wait job/count -n $NS --for=condition=complete --timeout=20s",
    "wait deploy/web -n $NS --for=jsonpath={.spec.replicas}=2",
    "wait deploy/web -n $NS --for=jsonpath={.spec.replicas}=7 --timeout=1s",
    "wait deploy/web -n $NS --for=jsonpath={.spec.replicas} --timeout=20s",
    `wait deploy/web -n $NS --for=jsonpath='{.status.conditions[?(@.type=="Available")].status}'=True --timeout=20s`,
    "wait deploy/web -n $NS --for=jsonpath={.a}= --timeout=1s",
    "wait deploy/web -n $NS --for=foo",
    "wait deploy/web -n $NS",
    "wait deploy/web -n $NS --for=condition=nosuch --timeout=0",
    "wait deploy/web -n $NS --for=condition=nosuch --timeout=x",
    "wait deploy/web -n $NS --for=create --timeout=20s",
    "wait deploy/nosuch -n $NS --for=create --timeout=1s",
    "wait -n $NS --for=condition=ready",
  ],
};
