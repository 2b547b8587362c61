const DATE = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric" });
const EXACT = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "long" });

/** How long ago, in the largest unit; a time to come (clocks differ) counts as now. */
export function age(millis) {
  const seconds = Math.floor(millis / 1000);
  if (seconds < 1) {
    return "now";
  }
  if (seconds < 60) {
    return `${seconds} s`;
  }
  if (seconds < 3600) {
    return `${Math.floor(seconds / 60)} min`;
  }
  return seconds < 86_400 ? `${Math.floor(seconds / 3600)} h` : `${Math.floor(seconds / 86_400)} d`;
}

/** How long ago, or from a week on the date. */
export function ageOrDate(at, now) {
  return now - at < 7 * 86_400_000 ? age(now - at) : DATE.format(at);
}

/** The instant to the second, in the reader's time zone. */
export function exact(iso) {
  const at = Date.parse(iso);
  return Number.isNaN(at) ? "unknown" : EXACT.format(at);
}
