const verbs = new Set(
  `abort access acknowledge ack activate add adjust alert allow analyse analyze annotate announce apply approve archive ask
assess assign attach authenticate backup block boot bounce browse build bump call cancel capture change check choose clean
clear click clone close collect compare complete compute configure confirm connect consider consult contact continue copy
correlate count create cross-check cut decide declare decommission decrease define delete deploy describe detach determine
diagnose disable disconnect discuss dismiss document double-check download drain drop dump edit eliminate email enable
ensure enter escalate establish estimate evaluate evict examine exclude execute expand export extend extract fail failover
fetch file fill filter find fix flush follow force free gather generate get give go grab grant grep identify import
increase inform initiate insert inspect install invalidate investigate isolate issue join keep kill launch list load locate
log login logon look lower maintain make manually mark measure merge migrate mitigate modify monitor mount move mute
navigate note notify observe obtain open page pause perform pick ping place plan point poll post power prepare press prevent
promote provide provision prune pull purge push put query raise reach read rebalance reboot rebuild recheck reconfigure
reconnect record recover recreate redeploy redirect reduce re-enable refer refresh regenerate register reindex reinstall
release reload remount remove rename renew reopen repair repeat replace replay report reproduce request reschedule reset
resize resolve restart restore resume retrieve retry return review revert revoke rollback roll rotate route run save scale
schedule search select send set share shift shut shutdown silence simulate skip solve ssh start stop submit suspend switch
sync take tail temporarily terminate test throttle toggle trace track transfer trigger troubleshoot try tune turn type
uncordon cordon undo uninstall unlock unmount unplug unseal update upgrade upload use validate verify view visit wait warm
watch wipe write`.split(/\s+/),
);

/** What may stand before the verb: a number, a mark, "Then", "Please", "If it is slow," */
const lead =
  /^(?:[^\p{L}]+|(?:step|schritt|paso|étape)\s*\d+\s*[:.)–-]*\s*|(?:first|second|third|next|then|now|finally|lastly|also|optionally|immediately|always|please|and|or|you (?:can|should|must|need to|may)|we (?:can|should|need to)|try to|optional|quickly|carefully)\b[,:)]?\s*|(?:if|when|once|after|before|for|on|in|from|as|at|to)\s[^,:;]{2,80}[,:]\s*)/iu;
const MAX_LEADS = 4;

/** Whether words tell somebody to do something: "Restart the pod", "If it is slow, look at the database". */
export function isImperative(text: string): boolean {
  let said = text.trim();
  for (let count = 0; count < MAX_LEADS; count += 1) {
    said = said.replace(lead, "");
  }
  const [first = ""] = /^[\p{L}][\p{L}-]*/u.exec(said) ?? [];
  // "Restart: the pod came back" and "Check-in" are names.
  return verbs.has(first.toLowerCase()) && !/^[\p{L}-]+\s*(?::|[-–—]\s)/u.test(said);
}
