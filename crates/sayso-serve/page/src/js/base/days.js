// Days as people read them. ISO days are handled as words and numbers, never as moments, so that no time zone moves one.

const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];

/** `2024-03-12` or a moment of that day as `12 March 2024`. @param {string | null | undefined} iso @param {boolean} [short] */
export function day(iso, short = false) {
  const parts = /^(-?\d{4,})(?:-(\d\d)(?:-(\d\d))?)?/.exec(iso ?? '');
  if (!parts) return iso ?? '';
  const month = parts[2] ? (MONTHS[Number(parts[2]) - 1] ?? parts[2]) : '';
  return [parts[3] ? String(Number(parts[3])) : '', short ? month.slice(0, 3) : month, parts[1]].filter(Boolean).join(' ');
}

/** Days from one to another, as short as can be said. @param {{from?: string | null, to?: string | null} | null | undefined} days @param {boolean} [short] */
export function span(days, short = false) {
  if (!days || (!days.from && !days.to)) return '';
  const { from, to } = days;
  if (!from) return `until ${day(to, short)}`;
  if (!to) return `since ${day(from, short)}`;
  if (from === to) return day(from, short);
  const [fy, fm, fd] = from.split('-');
  const [ty, tm] = to.split('-');
  if (fy === ty && fd === '01' && isLast(to)) {
    if (fm === '01' && tm === '12') return fy;
    if (fm === tm) return day(`${fy}-${fm}`, short);
  }
  const left = fy === ty ? (fm === tm ? String(Number(fd)) : day(from, short).replace(` ${fy}`, '')) : day(from, short);
  return `${left} – ${day(to, short)}`;
}

/** Whether a day is the last of its month. @param {string} iso */
function isLast(iso) {
  return addDays(iso, 1).slice(8) === '01';
}

/** Days since 1 January 1970. @param {string} iso */
export function number(iso) {
  return Math.floor(Date.parse(`${iso.slice(0, 10)}T00:00:00Z`) / 86400000);
}

/** The ISO day of a number of days. @param {number} days */
export function iso(days) {
  return new Date(days * 86400000).toISOString().slice(0, 10);
}

/** @param {string} from @param {number} days */
export function addDays(from, days) {
  return iso(number(from) + days);
}

/** A moment of a review: day and time as its writer's clock had it. @param {string | null | undefined} at */
export function moment(at) {
  return at ? `${day(at, true)}${at.length > 15 ? `, ${at.slice(11, 16)}` : ''}` : '';
}
