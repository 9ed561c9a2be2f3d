const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const month = "(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\\.?";
const yearFirst = /\b(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})\b/;
const yearAndMonth = /\b(\d{4})-(\d\d)\b(?![-/.]\d)/;
const monthFirst = new RegExp(`\\b${month}\\s+(\\d{1,2})(?:st|nd|rd|th)?,?\\s+(\\d{4})\\b`, "i");
const dayFirst = new RegExp(`\\b(\\d{1,2})(?:st|nd|rd|th)?[\\s-]+${month}[\\s,-]+(\\d{4})\\b`, "i");
const monthOnly = new RegExp(`\\b${month}\\s+(\\d{4})\\b`, "i");

/**
 * The first day that a text names, as YYYY-MM-DD: `2026-01-15`, `2026/1/15`, "January 15, 2026", "15 Jan 2026". A month
 * without a day is its last one. Null for none, for a day that does not exist, and for `01/02/2026`, which has two meanings.
 */
export function writtenDate(text: string): string | null {
  const [, y1 = "", m1 = "", d1 = ""] = yearFirst.exec(text) ?? [];
  if (y1 !== "") {
    return dayOf(y1, m1, d1);
  }
  const [, m2 = "", d2 = "", y2 = ""] = monthFirst.exec(text) ?? [];
  if (y2 !== "") {
    return dayOf(y2, numberOf(m2), d2);
  }
  const [, d3 = "", m3 = "", y3 = ""] = dayFirst.exec(text) ?? [];
  if (y3 !== "") {
    return dayOf(y3, numberOf(m3), d3);
  }
  const [, y4 = "", m4 = ""] = yearAndMonth.exec(text) ?? [];
  const [, m5 = "", y5 = ""] = monthOnly.exec(text) ?? [];
  return y4 !== "" ? lastDayOf(y4, m4) : y5 !== "" ? lastDayOf(y5, numberOf(m5)) : null;
}

function numberOf(name: string): string {
  return String(months.indexOf(name.slice(0, 3).toLowerCase()) + 1);
}

function dayOf(year: string, monthNumber: string, day: string): string | null {
  const written = `${year}-${monthNumber.padStart(2, "0")}-${day.padStart(2, "0")}`;
  const date = new Date(`${written}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(written) ? written : null;
}

function lastDayOf(year: string, monthNumber: string): string | null {
  const isMonth = Number(monthNumber) >= 1 && Number(monthNumber) <= 12;
  return isMonth ? new Date(Date.UTC(Number(year), Number(monthNumber), 0)).toISOString().slice(0, 10) : null;
}
