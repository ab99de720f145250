/** Times in words. Relative within a day, the date beyond it; the absolute time always says its zone. */
const dayMonth = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' });
const dayMonthYear = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });
const zoned = new Intl.DateTimeFormat('en-GB', { timeZoneName: 'short' });

const two = (value: number) => String(value).padStart(2, '0');

/** "10:41:07.902" */
export function clockWithMs(at: number): string {
  const time = new Date(at);
  return `${clock(at)}:${two(time.getSeconds())}.${String(time.getMilliseconds()).padStart(3, '0')}`;
}

/** "10:41" */
export function clock(at: number): string {
  const time = new Date(at);
  return `${two(time.getHours())}:${two(time.getMinutes())}`;
}

export function zoneName(at: number): string {
  return zoned.formatToParts(at).find((part) => part.type === 'timeZoneName')?.value ?? '';
}

/** "2026-11-22 10:02:41 UTC" */
export function absolute(at: number): string {
  const time = new Date(at);
  const date = `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;
  return `${date} ${clock(at)}:${two(time.getSeconds())} ${zoneName(at)}`;
}

/** "21 Nov", with the year where it is not this one. */
export function shortDate(at: number, now: number): string {
  const same = new Date(at).getFullYear() === new Date(now).getFullYear();
  return (same ? dayMonth : dayMonthYear).format(at);
}

export function longDate(at: number): string {
  return dayMonthYear.format(at);
}

const minute = 60_000;
const hour = 60 * minute;
export const day = 24 * hour;

/** "40 s ago", "3 min ago", "in 12 days", "21 Nov". */
export function relative(at: number, now: number): string {
  const past = now - at;
  if (past < 0) return ahead(-past, at, now);
  if (past < 5_000) return 'just now';
  if (past < minute) return `${Math.floor(past / 1000)} s ago`;
  if (past < hour) return `${Math.floor(past / minute)} min ago`;
  if (past < day) return `${Math.floor(past / hour)} h ago`;
  return shortDate(at, now);
}

function ahead(ms: number, at: number, now: number): string {
  if (ms < hour) return 'in less than 1 h';
  if (ms < day) return `in ${Math.floor(ms / hour)} h`;
  const days = Math.floor(ms / day);
  return days <= 30 ? `in ${days} ${days === 1 ? 'day' : 'days'}` : shortDate(at, now);
}
