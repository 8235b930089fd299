// Codes of the record in words. One word for one idea, the same on every view.

/** Statuses: mark, word, and whether the report has it as a fact. @type {Record<string, {mark: string, word: string, fact: boolean}>} */
export const STATUS = {
  occurred: { mark: '●', word: 'happened', fact: true },
  ongoing: { mark: '◐', word: 'goes on', fact: true },
  intended: { mark: '○', word: 'planned', fact: false },
  threatened: { mark: '△', word: 'threatened', fact: false },
  requested: { mark: '▷', word: 'asked for', fact: false },
  conditional: { mark: '◇', word: 'on a condition', fact: false },
  denied: { mark: '×', word: 'denied', fact: false },
  hypothetical: { mark: '?', word: 'supposed', fact: false },
};

/** @param {string} status */
export function statusOf(status) {
  return STATUS[status] ?? { mark: '?', word: status, fact: false };
}

/** Whether an incident happened, over all its accounts. @type {Record<string, {mark: string, word: string, fact: boolean}>} */
export const HAPPENED = {
  yes: { mark: '●', word: 'happened', fact: true },
  perhaps: { mark: '?', word: 'perhaps', fact: false },
  no: { mark: '×', word: 'did not happen', fact: false },
  disputed: { mark: '⇄', word: 'disputed', fact: false },
};

/** Fields of an event in the order of the card; `letter` marks its words in the text. */
export const FIELDS = [
  { name: 'type', label: 'What', letter: 'E' },
  { name: 'status', label: 'Status', letter: '' },
  { name: 'actor', label: 'Who', letter: 'A' },
  { name: 'recipient', label: 'To whom', letter: 'R' },
  { name: 'victim', label: 'Harmed', letter: 'H' },
  { name: 'target', label: 'Hit', letter: 'T' },
  { name: 'weapon', label: 'Weapon', letter: 'W' },
  { name: 'killed', label: 'Killed', letter: 'N' },
  { name: 'injured', label: 'Injured', letter: 'N' },
  { name: 'abducted', label: 'Abducted', letter: 'N' },
  { name: 'displaced', label: 'Displaced', letter: 'N' },
  { name: 'time', label: 'When', letter: 'D' },
  { name: 'place', label: 'Where', letter: 'P' },
];
export const COUNTS = ['killed', 'injured', 'abducted', 'displaced'];
export const ROLES = ['actor', 'recipient', 'victim', 'target', 'weapon'];

/** Which colour and line a field's words have in the text. @param {string} field */
export function paint(field) {
  return COUNTS.includes(field) ? 'number' : field;
}

/** The legend: what each colour, line and letter stands for. */
export const LEGEND = [
  ['type', 'E', 'the event’s own word'],
  ['actor', 'A', 'who did it'],
  ['recipient', 'R', 'to whom'],
  ['victim', 'H', 'people harmed'],
  ['target', 'T', 'thing or place hit'],
  ['weapon', 'W', 'weapon'],
  ['number', 'N', 'number of people'],
  ['time', 'D', 'days'],
  ['place', 'P', 'place'],
  ['source', 'S', 'who says so'],
];

/** @type {Record<string, string>} */
export const FACTUALITY = {
  'CT+': 'as certain',
  'PR+': 'as probable',
  'PS+': 'as possible',
  'CT-': 'as not so',
  'PR-': 'as probably not so',
  'PS-': 'as perhaps not so',
  CTu: 'knowing, without saying which',
  Uu: 'without saying whether it is so',
};

/** @type {Record<string, string>} */
export const KINDS = {
  party: 'a party to it',
  official: 'official',
  witness: 'witness',
  medical: 'medical',
  media: 'media',
  social: 'social media',
  analyst: 'analyst',
  ngo: 'NGO',
  igo: 'international body',
  anonymous: 'not named',
};

/** @type {Record<string, string>} */
export const ACTS = {
  say: 'says',
  announce: 'announces',
  'claim-responsibility': 'claims responsibility',
  confirm: 'confirms',
  deny: 'denies',
  accuse: 'accuses',
  estimate: 'estimates',
  warn: 'warns',
  vow: 'vows',
  ask: 'asks',
  report: 'reports',
  think: 'thinks',
  praise: 'praises',
  criticise: 'criticises',
};

/** @type {Record<string, string>} */
export const PRECISION = {
  exact: 'this very spot',
  district: 'a district',
  city: 'a town or its surroundings',
  admin1: 'known only by region',
  country: 'known only by country',
};

/** @type {Record<string, string>} */
export const REVIEWED = {
  none: 'not checked',
  some: 'partly checked',
  accepted: 'accepted',
  corrected: 'corrected',
  rejected: 'rejected',
  added: 'added by hand',
  conflict: 'reviewers disagree',
};

/** A code as words: `heavy-weapons` as `heavy weapons`. @param {string | null | undefined} code */
export function plain(code) {
  return (code ?? '').toLowerCase().replace(/[-_]/g, ' ');
}

/** @param {string} text */
export function capital(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Type and mode. @param {string} type @param {string | null} [mode] */
export function typeOf(type, mode) {
  return capital(plain(type)) + (mode ? `: ${plain(mode)}` : '');
}

/** A number of people: `3`, `3 to 7`, `at least 3`. @param {Count | null | undefined} count */
export function people(count) {
  if (!count) return '';
  if (count.high === null || count.high === undefined) return `at least ${figure(count.low)}`;
  return count.low === count.high ? figure(count.low) : `${figure(count.low)} to ${figure(count.high)}`;
}

/** @param {number} n */
export function figure(n) {
  return n.toLocaleString('en');
}

/** `1 report`, `2 reports`. @param {number} n @param {string} one @param {string} [many] */
export function so(n, one, many = `${one}s`) {
  return `${figure(n)} ${n === 1 ? one : many}`;
}

const regions = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'code' });
/** @type {Map<string, string>} */
const countries = new Map();

/** Names of countries, from the map's outlines. @param {OutlinesFile} outlines */
export function learnCountries(outlines) {
  for (const [code, country] of Object.entries(outlines.countries)) countries.set(code, country.name);
}

/** @param {string | null | undefined} code ISO 3166-1 alpha-3 */
export function country(code) {
  if (!code) return '';
  const name = countries.get(code);
  return name ?? (code.length === 2 ? (regions.of(code) ?? code) : code);
}

/** A place in words, with how sharply it is known. @param {PlaceValue | null | undefined} place */
export function placeOf(place) {
  if (!place) return '';
  const known = country(place.country);
  return [place.name, place.admin1 && place.admin1 !== place.name ? place.admin1 : '', known !== place.name ? known : '']
    .filter(Boolean)
    .join(', ');
}

/** How words stand to the place they name. @param {PlaceValue} place */
export function relationOf(place) {
  const r = place.relation;
  if (!r) return '';
  if (r.kind === 'part') return r.direction ? `the ${r.direction} of it` : 'a part of it';
  const far = r.km ? `${figure(r.km)} km ` : '';
  if (r.kind === 'between') return `between it and ${r.other ?? 'another'}`;
  return `${far}${r.direction ? `${r.direction} of it` : r.kind}`;
}
