// One incident: what all accounts say of it side by side, where they differ, on how many origins it stands, and why it is one.

import { h, fill, bdi } from '../base/dom.js';
import { get } from '../base/api.js';
import { shortcuts } from '../base/keys.js';
import { address, go } from '../base/route.js';
import { decide } from '../base/reviews.js';
import { fail, tell } from '../base/live.js';
import { HAPPENED, capital, people, plain, so, typeOf } from '../base/says.js';
import { span } from '../base/days.js';
import { WorldMap, mapLegend } from '../map/map.js';
import { accountsTable, COLUMNS, rivalsOf } from '../incident/accounts.js';
import { eventOf, joinDialog, line, membersOf } from '../incident/join.js';
import { timeline } from '../incident/timeline.js';
import { historyList } from '../reading/card.js';

/** @typedef {import('../base/route.js').Route} Route */

/** @param {HTMLElement} main @param {Route} route */
export async function incidentView(main, route) {
  const id = route.path[1];
  /** @type {IncidentSheet} */
  const sheet = await get(`incidents/${encodeURIComponent(id)}`);
  const { incident } = sheet;
  /** @type {Set<number>} */
  const chosen = new Set();
  const split = h('button', { type: 'button', on: { click: () => void splitOff() } });
  const count = () => fill(split, chosen.size ? `Split off ${so(chosen.size, 'account')} (s)` : 'Split (s)');
  count();
  const map = new WorldMap({ label: 'Map of the accounts', unit: 'account' });
  main.classList.add('incident-stage');
  main.append(
    h(
      'div',
      { class: 'incident' },
      head(),
      h(
        'div',
        { class: 'incident-main' },
        values(),
        h(
          'section',
          { 'aria-labelledby': 'accounts-head' },
          h('h2', { id: 'accounts-head' }, 'Accounts by origin'),
          accountsTable(sheet, chosen, count),
        ),
        why(),
        h('section', { class: 'near', 'aria-labelledby': 'near-head' }),
      ),
      h(
        'aside',
        { class: 'incident-aside', 'aria-label': 'Where and when' },
        h('h2', {}, 'Where'),
        map.element,
        mapLegend(),
        h('h2', {}, 'When'),
        times(),
        history(),
      ),
    ),
  );
  void candidates();
  drawMap();

  function head() {
    const state =
      HAPPENED[incident.contradictions.some((one) => one.field === 'happened') ? 'disputed' : (incident.happened[0]?.value ?? 'perhaps')] ??
      HAPPENED.perhaps;
    const type = incident.types[0]?.value;
    const actors = incident.actors
      .filter((one) => one.origins)
      .slice(0, 2)
      .map((one) => one.value.name);
    const place = incident.places[0]?.value;
    return h(
      'header',
      { class: 'incident-head' },
      h(
        'h1',
        {},
        h('span', { class: `sign ${state.fact ? 'fact' : 'unasserted'}`, 'aria-hidden': 'true' }, state.mark),
        ' ',
        type ? typeOf(type.plover, type.mode) : 'Incident',
        place ? [' – ', bdi(place.name)] : '',
        incident.days[0] ? [' – ', span(incident.days[0].value, true)] : '',
      ),
      h(
        'p',
        {},
        [
          h('strong', {}, capital(state.word)),
          actors.length ? h('span', {}, 'by ', bdi(actors.join(' or '))) : '',
          so(incident.members.length, 'account'),
          so(incident.origins.length, 'origin'),
          incident.locked ? h('strong', {}, 'locked') : '',
        ]
          .filter(Boolean)
          .flatMap((part, i) => (i ? [' · ', part] : [part])),
      ),
      h(
        'p',
        { class: 'grade-line' },
        h('span', { class: `grade ${plain(incident.grade.name).replace(/ /g, '-')}` }, capital(plain(incident.grade.name))),
        ' ',
        incident.grade.says,
        h(
          'small',
          {},
          incident.grade.rule
            ? ` (rule ${incident.grade.rule}${incident.grade.when.length ? `: ${incident.grade.when.join(', ')}` : ''})`
            : '',
        ),
      ),
      incident.contradictions.length
        ? h(
            'ul',
            { class: 'contradictions', 'aria-label': 'Where the accounts disagree' },
            incident.contradictions.map((one) =>
              h(
                'li',
                {},
                h('span', { 'aria-hidden': 'true' }, '⇄ '),
                bdi(one.says),
                one.may_be_update ? h('small', {}, ' (the numbers only grew: the later may be what the earlier became)') : null,
              ),
            ),
          )
        : null,
      h(
        'div',
        { class: 'row', role: 'group', 'aria-label': 'Decide on the incident' },
        h('button', { type: 'button', on: { click: () => void join() } }, 'Join with another (m)'),
        split,
        h(
          'button',
          { type: 'button', on: { click: () => void lock() }, disabled: incident.locked },
          incident.locked ? 'Locked' : 'Lock (l)',
        ),
        h('button', { type: 'button', on: { click: () => void undo() } }, 'Undo (u)'),
      ),
    );
  }

  function values() {
    const differ = new Set(incident.contradictions.map((one) => one.field));
    const rows = [...COLUMNS, { name: 'recipient', label: 'To whom' }].map((column) => {
      const rivals = rivalsOf(incident, column.name);
      if (!rivals.length) return null;
      const outlets = (/** @type {Holder[]} */ holders) => [
        ...new Set(holders.map((one) => one.source ?? incident.members[one.member].outlet ?? 'outlet not known')),
      ];
      return h(
        'div',
        { class: differ.has(column.name) ? 'value-row rival' : 'value-row' },
        h('dt', {}, column.label, differ.has(column.name) ? h('span', { class: 'badge conflict' }, 'accounts differ') : null),
        rivals.map((rival) =>
          h(
            'dd',
            {},
            h('strong', {}, bdi(rival.words)),
            h(
              'small',
              {},
              rival.origins ? ` ${so(rival.origins, 'origin')}: ` : ' ',
              bdi(outlets(rival.holders).slice(0, 4).join(', ')),
              outlets(rival.holders).length > 4 ? ' and others' : '',
            ),
          ),
        ),
      );
    });
    const toll = ['killed', 'injured']
      .map((name) => {
        const one = name === 'killed' ? incident.killed : incident.injured;
        return one ? `${people({ low: one.low, high: one.high })} ${name}` : '';
      })
      .filter(Boolean)
      .join(', ');
    return h(
      'section',
      { class: 'values', 'aria-labelledby': 'values-head' },
      h('h2', { id: 'values-head' }, 'What they say'),
      toll ? h('p', {}, h('strong', {}, toll), ' over all accounts: the lowest and the highest, never a mean.') : null,
      h('dl', {}, rows),
    );
  }

  function times() {
    return timeline(
      incident.members
        .map((member, i) => ({
          label: member.outlet ?? 'outlet not known',
          published: member.published ?? null,
          rival: incident.contradictions.some((one) => one.field === 'day'),
          days: incident.days.find((rival) => rival.holders.some((holder) => holder.member === i))?.value ?? null,
        }))
        .filter((_, i) => incident.members[i].copy_of === null || incident.members[i].copy_of === undefined),
    );
  }

  function drawMap() {
    /** @type {import('../map/map.js').Mark[]} */
    const marks = [];
    /** @type {Record<string, number>} */
    const tints = {};
    for (const { value, holders } of incident.places) {
      const n = new Set(holders.map((holder) => holder.member)).size;
      if (value.precision === 'country' || !value.point) {
        if (value.country) tints[value.country] = (tints[value.country] ?? 0) + n;
      } else
        marks.push({
          lat: value.point[0],
          lon: value.point[1],
          precision: value.precision,
          radius_km: value.radius_km,
          label: value.name,
          count: n,
        });
    }
    const placed = new Set(incident.places.flatMap((rival) => rival.holders.map((holder) => holder.member)));
    void map.ready.then(() => map.set(marks, tints, incident.members.length - placed.size)).catch((error) => fail(error, 'Map'));
  }

  function why() {
    if (!incident.links.length) return null;
    const name = (/** @type {number} */ i) =>
      `${incident.members[i].outlet ?? 'outlet not known'}, ${incident.members[i].published?.slice(0, 10) ?? 'no day'}`;
    return h(
      'details',
      { class: 'why' },
      h('summary', {}, 'Why these accounts are one incident'),
      h(
        'ul',
        {},
        incident.links.map((link) =>
          h(
            'li',
            {},
            h('p', {}, bdi(name(link.member)), ' with ', bdi(name(link.to)), `: ${Math.round(link.chance * 100)} % by themselves`),
            h(
              'ul',
              { class: 'reasons' },
              link.reasons
                .filter((reason) => reason.feature !== 'one')
                .slice(0, 8)
                .map((reason) =>
                  h(
                    'li',
                    { class: reason.adds > 0 ? 'for' : 'against' },
                    `${reason.adds > 0 ? '+' : '−'} ${reason.says ?? plain(reason.feature)}`,
                  ),
                ),
            ),
          ),
        ),
      ),
    );
  }

  async function candidates() {
    const holder = main.querySelector('.near');
    if (!holder) return;
    try {
      /** @type {{row: IncidentRow, why: string}[]} */
      const rows = (await get(`near/${encodeURIComponent(id)}`)).rows ?? [];
      fill(
        holder,
        h('h2', { id: 'near-head' }, 'Near it, and kept apart'),
        rows.length
          ? h(
              'ul',
              { class: 'plain-list' },
              rows
                .slice(0, 8)
                .map(({ row, why: words }) =>
                  h('li', {}, h('a', { href: address(['incident', row.id]) }, line(row)), h('small', {}, words)),
                ),
            )
          : h('p', { class: 'hint' }, 'Nothing was compared with it and kept apart.'),
      );
    } catch (error) {
      fill(holder, h('h2', { id: 'near-head' }, 'Near it'), h('p', { class: 'hint' }, error instanceof Error ? error.message : ''));
    }
  }

  function history() {
    return h(
      'details',
      { class: 'incident-history', open: sheet.history.length > 0 },
      h('summary', {}, `History (${sheet.history.length})`),
      historyList(sheet.history, () => 'words of the text'),
    );
  }

  const all = () => membersOf(sheet);

  async function join() {
    try {
      const now = await joinDialog(id);
      if (!now) return;
      tell('Joined into one incident.');
      await show(now);
    } catch (error) {
      fail(error, 'Join');
    }
  }

  async function splitOff() {
    if (!chosen.size) return tell('Choose the accounts to split off first: tick them in the table.');
    const off = sheet.accounts.filter((account) => chosen.has(account.member));
    const rest = sheet.accounts.findIndex((account) => !chosen.has(account.member));
    if (rest < 0) return tell('At least one account must stay.');
    const after = off.map((account) => ({ report: account.report.key, event: account.key }));
    const stays = sheet.accounts[rest];
    const done = await decide({ report: stays.report.key, event: stays.key, field: null, verdict: 'split', after });
    if (!done) return;
    tell(`Split off: ${so(off.length, 'account')}.`);
    await show(done.sheet?.incidents?.[eventOf(sheet, rest)] ?? id);
  }

  async function lock() {
    if (incident.locked) return;
    const done = await decide({ report: all()[0].report, event: all()[0].event, field: null, verdict: 'lock', after: all() });
    if (!done) return;
    tell('Locked: nothing joins or leaves it by itself.');
    await show(done.sheet?.incidents?.[eventOf(sheet, 0)] ?? id);
  }

  /** The newest decision on it that was not taken back. */
  async function standing() {
    for (const row of [...sheet.history].reverse()) {
      const { number, undone, review } = row;
      if (undone || review.verdict === 'undo') continue;
      const later = /** @type {ReviewRow[]} */ (await get(`reviews?after=${number}`));
      if (!later.some((one) => one.review.verdict === 'undo' && Number(one.review.after) === number)) return row;
    }
    return null;
  }

  async function undo() {
    const last = await standing();
    if (!last) return tell('There is nothing to take back here.');
    const done = await decide({
      report: last.review.report,
      event: last.review.event ?? null,
      field: null,
      verdict: 'undo',
      after: last.number,
    });
    if (!done) return;
    tell('Taken back.');
    const first = sheet.accounts.findIndex((account) => account.report.key === last.review.report);
    await show(first >= 0 ? (done.sheet?.incidents?.[eventOf(sheet, first)] ?? id) : id);
  }

  async function show(/** @type {string} */ now) {
    if (now === id) dispatchEvent(new HashChangeEvent('hashchange'));
    else go(address(['incident', now]));
  }

  shortcuts('view', [
    { keys: 'm', about: 'join with another incident', act: () => void join() },
    { keys: 's', about: 'split off the chosen accounts', act: () => void splitOff() },
    { keys: 'l', about: 'lock', act: () => void lock() },
    { keys: 'u', about: 'undo the last decision on it', act: () => void undo() },
  ]);
  return {
    title: `${incident.types[0] ? typeOf(incident.types[0].value.plover) : 'Incident'}${incident.places[0] ? `, ${incident.places[0].value.name}` : ''}`,
    leave: () => map.leave(),
  };
}
