/** The age of an object as Kubernetes writes it (k8s.io/apimachinery/pkg/util/duration, HumanDuration). */
export function humanDuration(milliseconds: number): string {
  const seconds = Math.trunc(milliseconds / 1000);
  if (seconds < -1) {
    return "<invalid>";
  }
  const minutes = Math.floor(seconds / 60);
  if (seconds < 120) {
    return `${Math.max(0, seconds)}s`;
  }
  if (minutes < 10) {
    return pair([minutes, "m"], [seconds % 60, "s"]);
  }
  return minutes < 180 ? `${minutes}m` : hoursAndMore(Math.floor(minutes / 60), minutes);
}

function hoursAndMore(hours: number, minutes: number): string {
  const days = Math.floor(hours / 24);
  if (hours < 8) {
    return pair([hours, "h"], [minutes % 60, "m"]);
  }
  if (hours < 48) {
    return `${hours}h`;
  }
  if (days < 8) {
    return pair([days, "d"], [hours % 24, "h"]);
  }
  if (days < 730) {
    return `${days}d`;
  }
  return days < 2920 ? pair([Math.floor(days / 365), "y"], [days % 365, "d"]) : `${Math.floor(days / 365)}y`;
}

type Part = readonly [count: number, unit: string];

function pair([large, largeUnit]: Part, [small, smallUnit]: Part): string {
  return small === 0 ? `${large}${largeUnit}` : `${large}${largeUnit}${small}${smallUnit}`;
}
