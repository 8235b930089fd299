// What is filtered: the part of the address that all lists, counts, maps and exports share.

import { h, fill, bdi } from '../base/dom.js';
import { get } from '../base/api.js';
import { REVIEWED, capital, country, figure, plain, statusOf } from '../base/says.js';
import { day } from '../base/days.js';

/** Fields that take several values, each with the facet that counts it. @type {{name: string, facet: keyof Facets, label: string, words: (code: string) => string}[]} */
export const GROUPS = [
  { name: 'type', facet: 'types', label: 'What', words: (code) => capital(plain(code)) },
  { name: 'status', facet: 'statuses', label: 'Status', words: (code) => `${statusOf(code).mark} ${statusOf(code).word}` },
  { name: 'country', facet: 'countries', label: 'Country', words: country },
  { name: 'grade', facet: 'grades', label: 'Grade', words: (code) => capital(plain(code)) },
  { name: 'reviewed', facet: 'reviewed', label: 'Checked', words: (code) => REVIEWED[code] ?? code },
  { name: 'outlet', facet: 'outlets', label: 'Outlet', words: (code) => code },
];
/** Fields of one value. */
const SINGLE = [
  ['from', 'From'],
  ['to', 'To'],
  ['place', 'Place'],
  ['party', 'Party'],
  ['origins', 'Origins at least'],
  ['near', 'Near'],
];
const NAMES = ['words', ...GROUPS.map((group) => group.name), ...SINGLE.map(([name]) => name)];
/** Fields that the server takes once. */
const ONCE = new Set(['reviewed', 'outlet']);

/** The filter's part of a query. @param {URLSearchParams} query */
export function filterOf(query) {
  const filter = new URLSearchParams();
  for (const name of NAMES) for (const value of query.getAll(name)) if (value) filter.append(name, value);
  return filter;
}

/** @param {URLSearchParams} filter @param {string} name @param {string} value @param {boolean} on */
export function toggled(filter, name, value, on) {
  const next = new URLSearchParams(filter);
  const values = next.getAll(name).filter((one) => one !== value);
  next.delete(name);
  for (const one of ONCE.has(name) && on ? [] : values) next.append(name, one);
  if (on) next.append(name, value);
  return next;
}

/** @param {URLSearchParams} filter @param {Record<string, string>} values */
export function withValues(filter, values) {
  const next = new URLSearchParams(filter);
  for (const [name, value] of Object.entries(values)) {
    if (value) next.set(name, value);
    else next.delete(name);
  }
  return next;
}

/** Facets; a group with a choice is counted as if nothing in it were chosen, so that its other values can be seen. @param {URLSearchParams} filter @returns {Promise<Facets>} */
export async function facetsOf(filter) {
  /** @type {Facets} */
  const all = await get(`facets?${filter}`);
  await Promise.all(
    GROUPS.filter((group) => filter.has(group.name)).map(async (group) => {
      const without = new URLSearchParams(filter);
      without.delete(group.name);
      all[group.facet] = /** @type {Facets} */ (await get(`facets?${without}`))[group.facet];
    }),
  );
  return all;
}

/** What is chosen, each with a way to drop it. @param {URLSearchParams} filter @param {(next: URLSearchParams) => void} change */
export function chips(filter, change) {
  const items = [...filter].map(([name, value]) => {
    const group = GROUPS.find((one) => one.name === name);
    const label = group?.label ?? (name === 'words' ? 'Words' : (SINGLE.find(([one]) => one === name)?.[1] ?? name));
    const words = group ? group.words(value) : name === 'from' || name === 'to' ? day(value) : name === 'near' ? nearWords(value) : value;
    return h(
      'li',
      {},
      h(
        'button',
        {
          type: 'button',
          class: 'chip',
          'aria-label': `Drop the filter ${label}: ${words}`,
          on: { click: () => change(toggled(filter, name, value, false)) },
        },
        `${label}: `,
        bdi(words),
        h('span', { 'aria-hidden': 'true' }, ' ✕'),
      ),
    );
  });
  if (!items.length) return h('ul', { class: 'chips', hidden: true });
  return h(
    'ul',
    { class: 'chips', 'aria-label': 'Filters in force' },
    items,
    h('li', {}, h('button', { type: 'button', class: 'plain', on: { click: () => change(new URLSearchParams()) } }, 'Drop all')),
  );
}

/** @param {string} near */
function nearWords(near) {
  const [lat, lon, km] = near.split(',');
  return `${Number(lat).toFixed(2)}, ${Number(lon).toFixed(2)} within ${km} km`;
}

/** The form of filters. @param {Facets} facets @param {URLSearchParams} filter @param {(next: URLSearchParams) => void} change */
export function filterForm(facets, filter, change) {
  const groups = GROUPS.map((group) => {
    const counts = { ...(facets[group.facet] ?? {}) };
    const chosen = filter.getAll(group.name);
    for (const value of chosen) counts[value] ??= 0;
    const entries = Object.entries(counts).sort((a, b) => b[1] - a[1]);
    if (!entries.length) return null;
    const many = entries.length > 8;
    const item = (/** @type {[string, number]} */ [value, n]) =>
      h(
        'li',
        {},
        h(
          'label',
          {},
          h('input', {
            type: 'checkbox',
            checked: chosen.includes(value),
            data: { filter: `${group.name}=${value}` },
            on: {
              change: (/** @type {Event} */ event) =>
                change(toggled(filter, group.name, value, /** @type {HTMLInputElement} */ (event.target).checked)),
            },
          }),
          h('span', { class: 'facet' }, bdi(group.words(value))),
          h('span', { class: 'n' }, figure(n)),
        ),
      );
    return h(
      'fieldset',
      {},
      h('legend', {}, group.label),
      h('ul', {}, entries.slice(0, many ? 6 : 8).map(item)),
      many
        ? h(
            'details',
            { open: chosen.some((value) => entries.findIndex(([one]) => one === value) >= 6) },
            h('summary', {}, `${entries.length - 6} more`),
            h('ul', {}, entries.slice(6).map(item)),
          )
        : null,
    );
  });
  /** @param {string} name @param {string} type @param {string} label */
  const single = (name, type, label) =>
    h(
      'label',
      { class: 'single' },
      h('span', {}, label),
      h('input', {
        type,
        value: filter.get(name) ?? '',
        min: type === 'number' ? '1' : undefined,
        data: { filter: name },
        on: {
          change: (/** @type {Event} */ event) =>
            change(withValues(filter, { [name]: /** @type {HTMLInputElement} */ (event.target).value.trim() })),
        },
      }),
    );
  return h(
    'form',
    { class: 'filters', 'aria-label': 'Filters', on: { submit: (/** @type {Event} */ event) => event.preventDefault() } },
    h('fieldset', {}, h('legend', {}, 'Days'), single('from', 'date', 'From'), single('to', 'date', 'To')),
    groups.slice(0, 3),
    h('fieldset', {}, h('legend', {}, 'Names'), single('place', 'text', 'Place'), single('party', 'text', 'Party')),
    groups.slice(3),
    h('fieldset', {}, h('legend', {}, 'Say-so'), single('origins', 'number', 'Origins at least')),
  );
}

/** Keeps the focus on the same filter while the form is made anew. @param {HTMLElement} holder @param {Node} form */
export function swapForm(holder, form) {
  const name = /** @type {HTMLElement | null} */ (document.activeElement)?.dataset?.filter;
  const open = [...holder.querySelectorAll('details')].map((one) => one.open);
  fill(holder, form);
  for (const [i, one] of [...holder.querySelectorAll('details')].entries()) if (open[i]) one.open = true;
  if (name)
    /** @type {HTMLElement | undefined} */ (
      [...holder.querySelectorAll('[data-filter]')].find((one) => /** @type {HTMLElement} */ (one).dataset.filter === name)
    )?.focus({ preventScroll: true });
}
