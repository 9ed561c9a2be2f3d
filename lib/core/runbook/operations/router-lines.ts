/** What routers and switches show, clear and set: after a verb that English and bash have, too. */
const things = `ip|ipv6|bgp|int(?:erfaces?)?|run(?:ning-config)?|startup-config|version|log(?:ging|s)?|mac|arp|vlans?|lldp|cdp|ospf|isis|mpls|route|spanning-tree|port-channel|inventory|platform|system|chassis|configuration|environment|lacp|vrrp|access-lists?|tech-support|hardware|etherchannel|crypto|security|firewall|nat|protocols?|neighbors?|evpn|vxlan|controllers|redundancy|ntp|snmp|aaa|hsrp|standby|policy-options|policy|routing-options|pfe|class-of-service|bfd`;
const line = new RegExp(
  String.raw`^(?:(?:show|sh|clear|debug|undebug|no|set|delete|deactivate|activate|request|monitor|display|undo|run show|do show|reset) (?:${things})\b|(?:configure|conf t|configure terminal|commit(?: (?:check|confirmed|and-quit|comment)\b.*)?|rollback \d+|end|exit|enable|en|write(?: mem(?:ory)?)?|wr|copy run\S* start\S*|(?:no )?shut(?:down)?|router (?:bgp|ospf|isis)\b.*|neighbor [\d.:a-f]+ .*|interface \S+|terminal length \d+|save)$)`,
  "i",
);
const decisive = new RegExp(
  String.raw`^(?:show|sh|clear|no|set|delete|request|display|do show|run show) (?:${things})\b|^router (?:bgp|ospf|isis)\b|^conf(?:igure)? t`,
  "i",
);
/** `R1#`, `Router(config-if)# `, `admin@mx-1> `, `vyos@r1:~$ `. */
const prompt =
  /^\s*(?:\[edit[^\]]*\]\s*)?[\w.-]+(?:@[\w.-]+)?(?:\([\w/-]+\)|:~?| \[[\w: -]+\](?: \([^)]*\))?)?\s?[#>$]\s*/;

/** Whether a text is what is typed at a router or a switch, with or without its prompt. */
export function isForRouter(text: string): boolean {
  const lines = text.split("\n").filter((one) => !/^\s*(?:[#!]|$)/.test(one));
  const prompted = lines.filter((one) => prompt.test(one));
  const typed = (prompted.length > 0 ? prompted : lines).map((one) => one.replace(prompt, "").trim());
  const said = typed.filter((one) => one !== "");
  return said.some((one) => decisive.test(one)) && said.every((one) => line.test(one));
}
