// The overview: search, filters, counts over time, the map and the list of what is filtered: incidents, events, reports, or the map large.

import { h, fill } from '../base/dom.js';
import { get } from '../base/api.js';
import { shortcuts } from '../base/keys.js';
import { address, current, note, scrollWanted } from '../base/route.js';
import { fail, whisper } from '../base/live.js';
import { so } from '../base/says.js';
import { WorldMap, mapLegend } from '../map/map.js';
import { VirtualList } from '../lists/virtual.js';
import { Histogram, betterStep } from '../lists/histogram.js';
import { chips, facetsOf, filterForm, filterOf, swapForm, toggled, withValues } from '../lists/filter.js';
import { eventRow, incidentRow, reportRow } from '../lists/rows.js';
import { line } from '../incident/join.js';
import { watchChanges } from '../base/changes.js';
import { exportDialog } from './export.js';

/** @typedef {import('../base/route.js').Route} Route */

/** @type {Record<string, {title: string, one: string, row: (row: any) => Node[], sorts: [string, string][]}>} */
const LISTS = {
  incidents: {
    title: 'Incidents',
    one: 'incident',
    row: incidentRow,
    sorts: [
      ['-day', 'newest first'],
      ['day', 'oldest first'],
      ['-accounts', 'most accounts'],
      ['-origins', 'most origins'],
      ['-killed', 'most killed'],
    ],
  },
  events: {
    title: 'Events',
    one: 'event',
    row: eventRow,
    sorts: [
      ['-day', 'newest first'],
      ['day', 'oldest first'],
      ['report', 'by report'],
      ['-added', 'last added'],
    ],
  },
  reports: {
    title: 'Reports',
    one: 'report',
    row: reportRow,
    sorts: [
      ['-published', 'newest first'],
      ['published', 'oldest first'],
      ['-added', 'last added'],
      ['added', 'first added'],
    ],
  },
};

/** @param {HTMLElement} main @param {Route} route */
export async function overview(main, route) {
  const name = LISTS[route.path[0]] ? route.path[0] : route.path[0] === 'map' ? 'map' : 'incidents';
  const kind = LISTS[name] ?? LISTS.incidents;
  let filter = filterOf(route.query);
  let sort = route.query.get('sort') ?? kind.sorts[0][0];
  let turn = 0;
  const large = name === 'map';
  if (large) main.classList.add('map-stage');

  const search = h('input', {
    id: 'search',
    type: 'search',
    placeholder: 'Words of reports',
    value: filter.get('words') ?? '',
    autocomplete: 'off',
    'aria-label': 'Search the words of reports',
    on: {
      input: () => {
        clearTimeout(timer);
        timer = setTimeout(searched, 250);
      },
      search: searched,
    },
  });
  let timer = 0;
  const count = h('p', { class: 'count', 'aria-live': 'polite' });
  const chipHolder = h('div', {});
  const filterHolder = h('div', {});
  const filters = h('details', { class: 'filter-pane' }, h('summary', {}, 'Filters'), filterHolder);
  const sorter = h(
    'select',
    {
      'aria-label': 'Order',
      on: {
        change: () => {
          sort = sorter.value;
          remember();
          void list?.reload().catch((error) => fail(error));
        },
      },
    },
    kind.sorts.map(([code, words]) => h('option', { value: code, selected: code === sort }, words)),
  );
  const histogram = new Histogram((from, to) => change(withValues(filter, { from, to })));
  const map = new WorldMap({ label: 'Map of what is filtered', pick: picked });
  const list = large
    ? null
    : new VirtualList({
        label: kind.title,
        row: kind.row,
        total: (n) => {
          fill(count, so(n, kind.one));
          empty.hidden = n > 0;
        },
        load: (offset, limit, signal) => get(`${name}?${withPage(offset, limit)}`, signal),
      });
  const empty = h('div', { class: 'empty-state', hidden: true });

  main.append(
    h(
      'div',
      { class: 'overview' },
      h(
        'div',
        { class: 'overview-head' },
        h('h1', {}, large ? 'Map' : kind.title),
        search,
        h(
          'div',
          { class: 'row' },
          count,
          large ? null : h('label', { class: 'sorter' }, 'Order ', sorter),
          h('button', { type: 'button', on: { click: () => void exportDialog(filter, name) } }, 'Export …'),
        ),
      ),
      filters,
      h(
        'div',
        { class: 'overview-middle' },
        chipHolder,
        histogram.element,
        list ? [list.element, empty] : h('div', { class: 'map-large' }, map.element, mapLegend()),
      ),
      large ? null : h('aside', { class: 'overview-map', 'aria-label': 'Map' }, map.element, mapLegend()),
    ),
  );
  const wide = matchMedia('(min-width: 1180px)');
  const openFilters = () => {
    filters.open = wide.matches;
  };
  openFilters();
  wide.addEventListener('change', openFilters);

  function withPage(/** @type {number} */ offset, /** @type {number} */ limit) {
    const query = new URLSearchParams(filter);
    query.set('sort', sort);
    query.set('offset', String(offset));
    query.set('limit', String(limit));
    return query;
  }

  function remember() {
    const query = new URLSearchParams(filter);
    if (sort !== kind.sorts[0][0]) query.set('sort', sort);
    note(address([name], query));
    for (const link of document.querySelectorAll('#top nav a')) {
      const path = (link.getAttribute('href') ?? '').slice(2).split('?')[0];
      if (path === 'map' || LISTS[path]) link.setAttribute('href', address([path], filter));
    }
  }

  function searched() {
    clearTimeout(timer);
    if ((filter.get('words') ?? '') !== search.value.trim()) change(withValues(filter, { words: search.value.trim() }));
  }

  /** @param {URLSearchParams} next */
  function change(next) {
    filter = next;
    if ((filter.get('words') ?? '') !== search.value.trim()) search.value = filter.get('words') ?? '';
    remember();
    void load().then(() => {
      if (count.textContent) whisper(count.textContent);
    });
  }

  async function load() {
    const mine = ++turn;
    fill(
      chipHolder,
      chips(filter, (next) => {
        change(next);
        search.focus();
      }),
    );
    const around = (/** @type {Promise<any>} */ promise, /** @type {(value: any) => void} */ use) =>
      promise
        .then((value) => {
          if (mine === turn) use(value);
        })
        .catch((error) => {
          if (mine === turn) fail(error);
        });
    await Promise.all([
      list
        ? list.reload().catch((error) => {
            if (!(error instanceof DOMException)) fail(error);
          })
        : null,
      around(facetsOf(filter), (facets) => swapForm(filterHolder, filterForm(facets, filter, change))),
      around(counts(), (value) => histogram.set(value, filter)),
      around(get(`map?${filter}`), (/** @type {MapAnswer} */ answer) => {
        map.set(
          answer.points.map((point) => ({
            lat: point.lat,
            lon: point.lon,
            precision: point.precision,
            radius_km: point.radius_km,
            label: point.place ?? 'a place without a name',
            count: point.events,
            data: point,
          })),
          answer.countries,
          answer.nowhere,
        );
        if (large)
          fill(
            count,
            so(
              answer.points.reduce((sum, point) => sum + point.events, 0),
              'event',
            ),
            ' on the map',
          );
      }),
    ]);
    if (list && !list.total)
      fill(
        empty,
        ...(filter.size
          ? [
              h('p', {}, 'Nothing fits these filters.'),
              h('button', { type: 'button', on: { click: () => change(new URLSearchParams()) } }, 'Drop all filters'),
            ]
          : [
              h('h2', {}, 'The casebook is empty'),
              h('p', {}, 'Paste or drop a report: it is read at once, here on this machine.'),
              h('p', {}, h('a', { class: 'button main', href: '#/add' }, 'Add a report')),
            ]),
      );
  }

  async function counts() {
    /** @type {Counts} */
    const months = await get(`counts?${withValues(filter, { step: 'month' })}`);
    const step = betterStep(months);
    return step === 'month' ? months : get(`counts?${withValues(filter, { step })}`);
  }

  /** @param {import('../map/map.js').Picked} what */
  async function picked({ marks, code }) {
    if (code) {
      return [
        h(
          'p',
          {},
          h('button', { type: 'button', on: { click: () => change(toggled(filter, 'country', code, true)) } }, 'Show this country alone'),
        ),
      ];
    }
    const far = Math.max(
      2,
      ...marks.map((mark) => Math.hypot(mark.lat - marks[0].lat, (mark.lon - marks[0].lon) * Math.cos((mark.lat * Math.PI) / 180)) * 111.2),
    );
    const near = `${marks[0].lat.toFixed(4)},${marks[0].lon.toFixed(4)},${Math.ceil(far + 1)}`;
    /** @type {Rows<IncidentRow>} */
    const answer = await get(`incidents?${withValues(filter, { near })}&limit=8`);
    return [
      h(
        'ul',
        { class: 'picked' },
        answer.rows.map((row) => h('li', {}, h('a', { href: address(['incident', row.id]) }, line(row)))),
      ),
      answer.total > answer.rows.length ? h('p', { class: 'hint' }, `and ${answer.total - answer.rows.length} more`) : '',
      h('button', { type: 'button', on: { click: () => change(withValues(filter, { near })) } }, 'Show only these'),
    ];
  }

  const again = () => void load();
  addEventListener('sayso-changed', again);
  const changes = watchChanges(again);
  shortcuts('view', [
    { keys: 'j', about: 'first row, then the next', act: () => list?.focus(0) },
    {
      keys: 'f',
      about: 'filters',
      act: () => {
        filters.open = true;
        /** @type {HTMLElement | null} */ (filters.querySelector('input'))?.focus();
      },
    },
    { keys: 'x', about: 'export what is filtered', act: () => void exportDialog(filter, name) },
  ]);
  remember();
  return {
    title: large ? 'Map' : kind.title,
    shown: () => {
      const scroll = scrollWanted();
      void load().then(() => {
        if (scroll) scrollTo(0, scroll);
      });
      if (route.query.get('focus') === 'search') search.focus();
    },
    leave: () => {
      list?.leave();
      map.leave();
      turn++;
      clearTimeout(timer);
      removeEventListener('sayso-changed', again);
      wide.removeEventListener('change', openFilters);
      changes();
    },
    follow: (/** @type {Route} */ next) => {
      if ((next.path[0] ?? 'incidents') !== name || next.query.get('focus')) return false;
      const wanted = filterOf(next.query);
      if (wanted.toString() !== filter.toString()) change(wanted);
      return current().path[0] === name;
    },
  };
}
