// All accounts of an incident in one table: by origin, copies folded under their first, rival values marked.

import { h, bdi } from '../base/dom.js';
import { HAPPENED, KINDS, country, people, so } from '../base/says.js';
import { day, span } from '../base/days.js';
import { address } from '../base/route.js';

/** Columns whose values accounts can hold against one another; `contradiction` is the incident's name for it. */
export const COLUMNS = [
  { name: 'happened', label: 'Happened' },
  { name: 'killed', label: 'Killed' },
  { name: 'injured', label: 'Injured' },
  { name: 'day', label: 'Day' },
  { name: 'place', label: 'Place' },
  { name: 'actor', label: 'Who did it' },
];

/** The rival values of a column, each in words. @param {Incident} incident @param {string} name @returns {{words: string, holders: Holder[], origins: number}[]} */
export function rivalsOf(incident, name) {
  /** @type {Rival<any>[]} */
  const rivals =
    name === 'happened'
      ? incident.happened
      : name === 'killed' || name === 'injured'
        ? (incident[name]?.rivals ?? [])
        : name === 'day'
          ? incident.days
          : name === 'place'
            ? incident.places
            : name === 'actor'
              ? incident.actors
              : incident.recipients;
  return (rivals ?? []).map(({ value, holders, origins }) => ({ words: wordsOf(name, value), holders, origins }));
}

/** @param {string} name @param {any} value */
function wordsOf(name, value) {
  if (name === 'happened') return HAPPENED[value]?.word ?? String(value);
  if (name === 'killed' || name === 'injured') return people(value);
  if (name === 'day') return span(value, true) || 'no day';
  if (name === 'place') return [value.name, country(value.country) === value.name ? '' : country(value.country)].filter(Boolean).join(', ');
  return value.name;
}

/** What a member holds of a column, with the source that alone says so. @param {Incident} incident @param {string} name @param {number} member */
function held(incident, name, member) {
  return rivalsOf(incident, name).flatMap((rival) => {
    const holders = rival.holders.filter((holder) => holder.member === member);
    return holders.length
      ? [
          {
            words: rival.words,
            sources: [...new Set(holders.map((holder) => holder.source).filter(Boolean))],
            plain: holders.some((holder) => !holder.source),
          },
        ]
      : [];
  });
}

/** Why a member goes back to an origin, in words. @param {unknown} why */
export function whyWords(why) {
  if (why === 'own-words') return 'in its own words';
  if (why === 'copy') return 'a copy of it';
  if (why === 'cites') return 'cites it';
  if (why && typeof why === 'object') {
    const [[kind, words]] = Object.entries(/** @type {Record<string, unknown>} */ (why));
    return `${kind} “${String(words)}”`;
  }
  return String(why ?? '');
}

/**
 * @param {IncidentSheet} sheet
 * @param {Set<number>} chosen members that are ticked
 * @param {() => void} changed
 */
export function accountsTable(sheet, chosen, changed) {
  const { incident, accounts } = sheet;
  const byMember = new Map(accounts.map((account) => [account.member, account]));
  const at = new Set(incident.contradictions.map((one) => one.field));
  const columns = COLUMNS.filter((column) => rivalsOf(incident, column.name).length);
  const copies = new Map(incident.members.map((_, i) => [i, incident.members.flatMap((member, j) => (member.copy_of === i ? [j] : []))]));
  const done = new Set();

  /** @param {number} member @param {number} origin @param {boolean} copy */
  const row = (member, origin, copy) => {
    const account = byMember.get(member);
    const report = account?.report;
    const outlet = report?.outlet ?? incident.members[member].outlet;
    const published = report?.published ?? incident.members[member].published;
    const others = incident.members[member].origins.filter((one) => one !== origin).map((one) => incident.origins[one]?.name);
    const why = incident.origins[origin]?.held.find((one) => one.member === member)?.why;
    const below = copy ? [] : (copies.get(member) ?? []);
    const cell = (/** @type {string} */ label, /** @type {any} */ ...children) => h('td', { role: 'cell', data: { label } }, ...children);
    const tick = h('input', {
      type: 'checkbox',
      checked: chosen.has(member),
      'aria-label': `Choose the account of ${outlet ?? 'an outlet not known'}`,
      on: {
        change: () => {
          if (tick.checked) chosen.add(member);
          else chosen.delete(member);
          changed();
        },
      },
    });
    return h(
      'tr',
      { role: 'row', class: copy ? 'copy' : '', hidden: copy, data: copy ? { copy: String(incident.members[member].copy_of) } : {} },
      cell('', tick),
      h(
        'th',
        { role: 'rowheader', scope: 'row', data: { label: 'Report' } },
        account?.report.number
          ? h(
              'a',
              {
                href: address(
                  ['report', account.report.number],
                  new URLSearchParams({ event: account.event ?? incident.members[member].event }),
                ),
              },
              bdi(outlet ?? 'outlet not known'),
            )
          : bdi(outlet ?? 'outlet not known'),
        h('small', {}, day(published, true) || 'no day'),
        copy ? h('small', {}, 'copy') : null,
        below.length
          ? h(
              'button',
              {
                type: 'button',
                class: 'plain fold',
                'aria-expanded': 'false',
                on: { click: (/** @type {Event} */ event) => unfold(/** @type {HTMLElement} */ (event.currentTarget), member) },
              },
              so(below.length, 'copy', 'copies'),
            )
          : null,
      ),
      cell('Goes back', h('span', {}, whyWords(why)), others.length ? h('small', {}, 'also: ', bdi(others.join(', '))) : null),
      cell('Its words', account?.quote ? h('q', { dir: 'auto' }, account.quote) : h('span', { class: 'hint' }, '–')),
      columns.map((column) => {
        const values = held(incident, column.name, member);
        return h(
          'td',
          { role: 'cell', class: at.has(column.name) && values.length ? 'rival' : '', data: { label: column.label } },
          values.length
            ? values.map((one) =>
                h('div', {}, bdi(one.words), one.sources.length && !one.plain ? h('small', {}, bdi(one.sources.join(', '))) : null),
              )
            : h('span', { class: 'hint' }, '–'),
        );
      }),
    );
  };

  const groups = incident.origins.map((origin, i) => {
    const members = incident.members.flatMap((member, j) => (member.origins[0] === i && !done.has(j) ? [j] : []));
    const firsts = members.filter((j) => {
      const first = incident.members[j].copy_of;
      return first === null || first === undefined || !members.includes(first);
    });
    for (const j of members) done.add(j);
    if (!members.length) return null;
    return h(
      'tbody',
      { role: 'rowgroup' },
      h(
        'tr',
        { role: 'row', class: 'origin' },
        h(
          'th',
          { role: 'rowheader', scope: 'rowgroup', colspan: 4 + columns.length },
          'Origin: ',
          bdi(origin.name),
          h(
            'small',
            {},
            [
              origin.kind ? (KINDS[origin.kind] ?? origin.kind) : '',
              origin.interested ? 'has a part in it' : '',
              so(members.length, 'account'),
            ]
              .filter(Boolean)
              .join(' · '),
          ),
        ),
      ),
      firsts.flatMap((member) => [
        row(member, i, false),
        ...(copies.get(member) ?? []).filter((j) => members.includes(j)).map((j) => row(j, i, true)),
      ]),
    );
  });
  const table = h(
    'table',
    { class: 'accounts', role: 'table' },
    h('caption', { class: 'quiet' }, 'Accounts by origin'),
    h(
      'thead',
      { role: 'rowgroup' },
      h(
        'tr',
        { role: 'row' },
        ['', 'Report', 'Goes back', 'Its words', ...columns.map((column) => column.label)].map((words) =>
          h('th', { role: 'columnheader', scope: 'col' }, words || h('span', { class: 'quiet' }, 'Choose')),
        ),
      ),
    ),
    groups,
  );

  /** @param {HTMLElement} button @param {number} member */
  function unfold(button, member) {
    const open = button.getAttribute('aria-expanded') !== 'true';
    button.setAttribute('aria-expanded', String(open));
    for (const one of table.querySelectorAll(`tr[data-copy="${member}"]`)) /** @type {HTMLElement} */ (one).hidden = !open;
  }
  return table;
}
