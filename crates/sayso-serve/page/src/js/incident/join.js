// Joining incidents: those that were compared and kept apart are offered first, with why; any other can be searched for.

import { h, fill, bdi } from '../base/dom.js';
import { get } from '../base/api.js';
import { decide } from '../base/reviews.js';
import { dialog } from '../base/dialog.js';
import { fail } from '../base/live.js';
import { people, so, typeOf } from '../base/says.js';
import { span } from '../base/days.js';

/** An incident in a line. @param {IncidentRow} row */
export function line(row) {
  const parts = [
    row.actors[0] ?? '',
    row.place ?? '',
    span({ from: row.from, to: row.to }, true),
    row.killed ? `${people(row.killed)} killed` : '',
    so(row.accounts, 'account'),
  ].filter(Boolean);
  return h(
    'span',
    {},
    h('strong', {}, typeOf(row.type, row.mode)),
    parts.flatMap((part) => [' · ', bdi(part)]),
  );
}

/** Reviews speak of the events of an incident by report and words. @param {IncidentSheet} sheet */
export function membersOf(sheet) {
  return sheet.accounts.map((account) => ({ report: account.report.key, event: account.key }));
}

/** The event of an account in its report's reading. @param {IncidentSheet} sheet @param {number} at */
export function eventOf(sheet, at) {
  const account = sheet.accounts[at];
  return account.event ?? sheet.incident.members[account.member].event;
}

/** Where they were joined: the id of the incident that holds them all now. @param {string} id @returns {Promise<string | null>} */
export async function joinDialog(id) {
  /** @type {{row: IncidentRow, why: string}[]} */
  const near = (await get(`near/${encodeURIComponent(id)}`)).rows ?? [];
  /** @type {Map<string, IncidentRow>} */
  const picked = new Map();
  const list = h('ul', { class: 'join-list' });
  const choice = (/** @type {IncidentRow} */ row, /** @type {string} */ why) =>
    h(
      'li',
      {},
      h(
        'label',
        {},
        h('input', {
          type: 'checkbox',
          checked: picked.has(row.id),
          on: {
            change: (/** @type {Event} */ event) => {
              if (/** @type {HTMLInputElement} */ (event.target).checked) picked.set(row.id, row);
              else picked.delete(row.id);
            },
          },
        }),
        h('span', {}, line(row), why ? h('small', {}, why) : null),
      ),
    );
  const show = (/** @type {{row: IncidentRow, why: string}[]} */ rows) =>
    fill(
      list,
      rows.filter(({ row }) => row.id !== id).map(({ row, why }) => choice(row, why)),
    );
  const search = h('input', { type: 'search', id: 'join-search', placeholder: 'words of another incident' });
  let timer = 0;
  search.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      const words = search.value.trim();
      if (!words) return show(near);
      get(`incidents?limit=20&words=${encodeURIComponent(words)}`)
        .then((/** @type {Rows<IncidentRow>} */ answer) => show(answer.rows.map((row) => ({ row, why: '' }))))
        .catch((error) => fail(error, 'Search'));
      return undefined;
    }, 200);
  });
  const answer = await dialog(
    'Join with another incident',
    (close) => [
      h(
        'p',
        {},
        near.length
          ? 'These were compared with it and kept apart, the nearest first.'
          : 'Nothing near it was found; search for the other one.',
      ),
      h('div', { class: 'labelled' }, h('label', { for: 'join-search' }, 'Search'), search),
      list,
      h(
        'div',
        { class: 'row' },
        h('button', { type: 'button', class: 'main', on: { click: () => close('join') } }, 'Join the chosen'),
        h('button', { type: 'button', on: { click: () => close() } }, 'Cancel'),
      ),
      (show(near), ''),
    ],
    { wide: true },
  );
  if (answer !== 'join' || !picked.size) return null;
  const sheets = /** @type {IncidentSheet[]} */ (
    await Promise.all([id, ...picked.keys()].map((one) => get(`incidents/${encodeURIComponent(one)}`)))
  );
  const members = sheets.flatMap(membersOf);
  const done = await decide({ report: members[0].report, event: members[0].event, field: null, verdict: 'join', after: members });
  return done ? (done.sheet?.incidents?.[eventOf(sheets[0], 0)] ?? id) : null;
}
