// Rows of the lists: incidents, events, reports; each a link, with what tells it from its neighbours.

import { h, bdi, hidden } from '../base/dom.js';
import { HAPPENED, REVIEWED, capital, country, people, plain, so, statusOf, typeOf } from '../base/says.js';
import { day, span } from '../base/days.js';
import { address } from '../base/route.js';

/** @param {{mark: string, word: string, fact: boolean}} state */
function sign(state) {
  return h('span', { class: `sign ${state.fact ? 'fact' : 'unasserted'}`, 'aria-hidden': 'true', title: state.word }, state.mark);
}

/** @param {string | undefined} reviewed */
function checked(reviewed) {
  if (!reviewed || reviewed === 'none') return null;
  const signs = /** @type {Record<string, string>} */ ({
    accepted: '✓',
    corrected: '✎',
    rejected: '✗',
    conflict: '⚠',
    some: '…',
    added: '+',
  });
  return h(
    'span',
    { class: `badge ${reviewed}` },
    h('span', { 'aria-hidden': 'true' }, `${signs[reviewed] ?? ''} `),
    REVIEWED[reviewed] ?? reviewed,
  );
}

/** @param {{actors: string[], recipients: string[]}} row */
function parties(row) {
  const who = row.actors.join(', ');
  const whom = row.recipients.join(', ');
  if (!who && !whom) return '';
  return h(
    'span',
    { class: 'parties' },
    who ? bdi(who) : h('em', {}, 'not said who'),
    whom ? [h('span', { 'aria-hidden': 'true' }, ' → '), hidden(' to '), bdi(whom)] : '',
  );
}

/** @param {{place?: string | null, country?: string | null, precision?: Precision | null}} row */
function where(row) {
  const land = country(row.country);
  if (row.precision === 'country' && land) return bdi(land);
  if (!row.place && !land) return '';
  return bdi(row.place && row.place !== land ? [row.place, land].filter(Boolean).join(', ') : land);
}

/** What follows a heading, where there is something. @param {Node | ''} part */
function apart(part) {
  return part ? [' · ', part] : [];
}

/** @param {(Node | string | null | '')[]} parts */
function dotted(parts) {
  return parts
    .filter(Boolean)
    .flatMap((part, i) => (i ? [' · ', /** @type {Node | string} */ (part)] : [/** @type {Node | string} */ (part)]));
}

/** @param {IncidentRow} row */
export function incidentRow(row) {
  const state = HAPPENED[row.happened] ?? HAPPENED.perhaps;
  return [
    sign(state),
    h(
      'a',
      { class: 'row-main', href: address(['incident', row.id]) },
      h('span', { class: 'row-title' }, h('strong', {}, typeOf(row.type, row.mode)), apart(parties(row))),
      h(
        'span',
        { class: 'row-line' },
        hidden(`${state.word}, `),
        dotted([
          where(row),
          span(row, true) || 'no day',
          row.killed ? `${people(row.killed)} killed` : '',
          row.injured ? `${people(row.injured)} injured` : '',
        ]),
      ),
    ),
    h(
      'span',
      { class: 'row-side' },
      h(
        'span',
        { class: 'badges' },
        row.contradictions.length
          ? h(
              'span',
              { class: 'badge conflict', title: row.contradictions.join('; ') },
              h('span', { 'aria-hidden': 'true' }, '⇄ '),
              'differ',
            )
          : null,
        row.locked ? h('span', { class: 'badge' }, 'locked') : null,
        checked(row.reviewed),
        h('span', { class: `grade ${plain(row.grade).replace(/ /g, '-')}` }, capital(plain(row.grade ?? 'no grade'))),
      ),
      h('span', {}, `${so(row.accounts, 'account')}, ${so(row.origins, 'origin')}`),
    ),
  ];
}

/** @param {EventRow} row */
export function eventRow(row) {
  const state = statusOf(row.status);
  return [
    sign(state),
    h(
      'a',
      { class: 'row-main', href: address(['report', row.report], new URLSearchParams({ event: row.event })) },
      h(
        'span',
        { class: 'row-title' },
        h('strong', {}, typeOf(row.type, row.mode)),
        row.word ? [' ', h('q', {}, bdi(row.word))] : '',
        apart(parties(row)),
      ),
      h(
        'span',
        { class: 'row-line' },
        state.fact ? hidden(`${state.word}, `) : '',
        dotted([
          state.fact ? '' : state.word,
          where(row),
          span(row, true) || 'no day',
          row.killed ? `${people(row.killed)} killed` : '',
          row.injured ? `${people(row.injured)} injured` : '',
        ]),
      ),
      row.quote ? h('span', { class: 'row-quote', dir: 'auto' }, row.quote) : '',
    ),
    h(
      'span',
      { class: 'row-side' },
      h('span', {}, bdi(row.outlet ?? 'outlet not known')),
      row.published ? h('span', {}, day(row.published, true)) : null,
      checked(row.reviewed),
    ),
  ];
}

/** @param {ReportRow} row */
export function reportRow(row) {
  return [
    h('span', { class: 'sign', 'aria-hidden': 'true' }, row.copy_of ? '⧉' : '¶'),
    h(
      'a',
      { class: 'row-main', href: address(['report', row.number ?? 0]) },
      h('span', { class: 'row-title' }, h('strong', {}, bdi(row.title || 'Report without a title'))),
      h(
        'span',
        { class: 'row-line' },
        dotted([
          row.outlet ? bdi(row.outlet) : 'outlet not known',
          day(row.published, true) || 'no day',
          row.copy_of ? `copy of report ${row.copy_of}` : '',
        ]),
      ),
    ),
    h('span', { class: 'row-side' }, h('span', {}, so(row.events, 'event')), checked(row.reviewed)),
  ];
}
