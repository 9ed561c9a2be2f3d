/** From one number to one; `parameters` are the call's scalars. Undefined leaves the element out. */
export type InstantFunction = (value: number, parameters: readonly number[]) => number | undefined;

/** Rounds half up to a multiple, dividing by the inverse so that 0.1 stays exact. Source: `funcRound` of Prometheus. */
function roundTo(value: number, multiple: number): number {
  const inverse = 1 / multiple;
  return Math.floor(value * inverse + 0.5) / inverse;
}

function clamp(value: number, low: number, high: number): number | undefined {
  return high < low ? undefined : Math.max(low, Math.min(high, value));
}

const degree = Math.PI / 180;

export const instantFunctions: Readonly<Record<string, InstantFunction>> = {
  abs: Math.abs,
  ceil: Math.ceil,
  floor: Math.floor,
  exp: Math.exp,
  ln: Math.log,
  log2: Math.log2,
  log10: Math.log10,
  sqrt: Math.sqrt,
  sgn: Math.sign,
  deg: (value) => value / degree,
  rad: (value) => value * degree,
  sin: Math.sin,
  cos: Math.cos,
  tan: Math.tan,
  asin: Math.asin,
  acos: Math.acos,
  atan: Math.atan,
  sinh: Math.sinh,
  cosh: Math.cosh,
  tanh: Math.tanh,
  asinh: Math.asinh,
  acosh: Math.acosh,
  atanh: Math.atanh,
  round: (value, [multiple = 1]) => roundTo(value, multiple),
  clamp: (value, [low = Number.NaN, high = Number.NaN]) => clamp(value, low, high),
  clamp_min: (value, [low = Number.NaN]) => Math.max(low, value),
  clamp_max: (value, [high = Number.NaN]) => Math.min(high, value),
};

function calendar(read: (date: Date) => number): InstantFunction {
  return (seconds) => read(new Date(seconds * 1000));
}

const DAY_MS = 86_400_000;

/** Calendar functions of a time in epoch seconds, in UTC. Without an argument they take the time of evaluation. */
export const calendarFunctions: Readonly<Record<string, InstantFunction>> = {
  minute: calendar((date) => date.getUTCMinutes()),
  hour: calendar((date) => date.getUTCHours()),
  day_of_week: calendar((date) => date.getUTCDay()),
  day_of_month: calendar((date) => date.getUTCDate()),
  day_of_year: calendar((date) => Math.floor((date.getTime() - Date.UTC(date.getUTCFullYear(), 0, 1)) / DAY_MS) + 1),
  days_in_month: calendar((date) => new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate()),
  month: calendar((date) => date.getUTCMonth() + 1),
  year: calendar((date) => date.getUTCFullYear()),
};
