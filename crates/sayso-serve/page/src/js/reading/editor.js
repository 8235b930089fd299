// Editors for the fields of an event, each fitting its field. An editor gives the `after` of a correction, or is left without one.

import { h, fill, bdi } from '../base/dom.js';
import { combo, fitting } from '../base/combo.js';
import { get, once } from '../base/api.js';
import { COUNTS, ROLES, STATUS, PRECISION, country, plain, placeOf, statusOf, typeOf } from '../base/says.js';
import { fail } from '../base/live.js';

/** @typedef {import('./model.js').Told} Told */
/** @typedef {{record: EventRecord | null, field: string, published?: string | null, marked: () => Span | null, save: (after: unknown) => void, cancel: () => void}} Job */

/** The editor of a field. @param {Job} job @returns {HTMLFormElement} */
export function editorOf(job) {
  /** @type {() => unknown} What the form says now; undefined where it says nothing that can be saved. */
  let value = () => undefined;
  const wrong = h('p', { class: 'wrong', role: 'alert' });
  const form = h('form', {
    class: 'editor',
    noValidate: true,
    'aria-label': `Correct: ${job.field}`,
    on: {
      submit: (/** @type {Event} */ event) => {
        event.preventDefault();
        const after = value();
        if (typeof after === 'string' && after.startsWith('!')) fill(wrong, after.slice(1));
        else if (after !== undefined) job.save(after);
        else fill(wrong, 'Nothing is chosen yet.');
      },
      keydown: (/** @type {KeyboardEvent} */ event) => {
        if (event.key !== 'Escape' || event.defaultPrevented) return;
        event.preventDefault();
        event.stopPropagation();
        job.cancel();
      },
    },
  });
  const part = partOf(job, (after) => job.save(after));
  value = part.value;
  form.append(
    part.element,
    wrong,
    h(
      'div',
      { class: 'row' },
      h('button', { class: 'main' }, 'Save'),
      h('button', { type: 'button', on: { click: job.cancel } }, 'Cancel'),
    ),
  );
  return form;
}

/** @param {Job} job @param {(after: unknown) => void} save @returns {{element: HTMLElement, value: () => unknown}} */
function partOf(job, save) {
  if (job.field === 'type') return typePart(job.record, save);
  if (job.field === 'status') return statusPart(job.record, save);
  if (job.field === 'time') return daysPart(job);
  if (job.field === 'place') return placePart(job);
  if (COUNTS.includes(job.field)) return countPart(job);
  if (ROLES.includes(job.field)) return wordsPart(job);
  return { element: h('p', {}, `There is no editor for ${job.field}.`), value: () => undefined };
}

/** Choosing saves at once, where there is something to save to. @param {EventRecord | null} record @param {(after: unknown) => void} [save] */
export function typePart(record, save) {
  /** @type {{event: string, mode: string | null} | undefined} */
  let chosen = record ? { event: record.plover.event, mode: record.plover.mode ?? null } : undefined;
  /** @type {Promise<{event: string, mode: string | null}[]>} */
  const all = once('schemes').then((/** @type {Schemes} */ schemes) =>
    schemes.types.flatMap((type) => [{ event: type.code, mode: null }, ...type.modes.map((mode) => ({ event: type.code, mode }))]),
  );
  const { element } = combo({
    label: 'Type and mode',
    value: record ? typeOf(record.plover.event, record.plover.mode) : '',
    placeholder: 'assault, protest …',
    find: async (typed) => {
      const list = await all.catch((error) => (fail(error), []));
      return record && typed === typeOf(record.plover.event, record.plover.mode)
        ? list
        : fitting(list, typed, (one) => typeOf(one.event, one.mode));
    },
    show: (one) => ({ words: typeOf(one.event, one.mode) }),
    choose: (one) => {
      chosen = one;
      save?.(one);
    },
  });
  return { element, value: () => chosen };
}

/** @param {EventRecord | null} record @param {(after: unknown) => void} [save] */
export function statusPart(record, save) {
  let chosen = record?.status ?? 'occurred';
  const list = Object.keys(STATUS);
  const { element } = combo({
    label: 'Status',
    value: statusOf(chosen).word,
    find: (typed) => (typed === statusOf(chosen).word ? list : fitting(list, typed, (one) => `${statusOf(one).word} ${one}`)),
    show: (one) => ({ words: statusOf(one).word, note: `${statusOf(one).mark} ${one}` }),
    choose: (one) => {
      chosen = one;
      save?.(one);
    },
  });
  return { element, value: () => chosen };
}

/** @param {Job} job */
function daysPart(job) {
  const time = job.record?.time;
  const from = h('input', { type: 'date', value: time?.from ?? '', 'aria-label': 'First day' });
  const to = h('input', { type: 'date', value: time?.to ?? '', 'aria-label': 'Last day' });
  let same = !time || time.from === time.to;
  from.addEventListener('input', () => {
    if (same || !to.value) {
      to.value = from.value;
      same = true;
    }
  });
  to.addEventListener('input', () => {
    same = false;
  });
  const published = job.published?.slice(0, 10);
  const element = h(
    'div',
    { class: 'stack' },
    h('div', { class: 'row' }, h('label', {}, 'From ', from), h('label', {}, 'to ', to)),
    h('p', { class: 'hint' }, 'Both the same for one day; empty where the report leaves it open.'),
    published
      ? h(
          'button',
          {
            type: 'button',
            class: 'plain',
            on: {
              click: () => {
                from.value = to.value = published;
              },
            },
          },
          'The day of the report',
        )
      : null,
  );
  return {
    element,
    value: () => {
      if (!from.value && !to.value) return '!Give a day, or reject the field to leave it empty.';
      if (from.value && to.value && from.value > to.value) return '!The first day is after the last.';
      return { from: from.value || null, to: to.value || null };
    },
  };
}

/** @param {Job} job */
function countPart(job) {
  const count = /** @type {any} */ (job.record)?.[job.field];
  const low = h('input', { type: 'number', min: '0', step: '1', inputMode: 'numeric', value: count?.low ?? '', 'aria-label': 'At least' });
  const high = h('input', { type: 'number', min: '0', step: '1', inputMode: 'numeric', value: count?.high ?? '', 'aria-label': 'At most' });
  return {
    element: h(
      'div',
      { class: 'stack' },
      h('div', { class: 'row' }, h('label', {}, 'At least ', low), h('label', {}, 'at most ', high)),
      h('p', { class: 'hint' }, 'The same twice for one number; “at most” empty where the report sets no bound.'),
    ),
    value: () => {
      if (low.value === '' || !(Number(low.value) >= 0) || !Number.isInteger(Number(low.value)))
        return '!“At least” must be a whole number.';
      if (high.value !== '' && Number(high.value) < Number(low.value)) return '!“At most” is less than “at least”.';
      return { low: Number(low.value), high: high.value === '' ? null : Number(high.value) };
    },
  };
}

/** @param {Job} job */
function placePart(job) {
  const before = job.record?.place;
  /** @type {any} */
  let chosen = before
    ? {
        name: before.name,
        country: before.country,
        admin1: before.admin1,
        lat: before.lat,
        lon: before.lon,
        geonames: before.geonames,
        precision: before.precision,
      }
    : undefined;
  const marked = job.marked();
  const precision = h(
    'select',
    { 'aria-label': 'How sharply the report gives it' },
    Object.entries(PRECISION).map(([code, words]) => h('option', { value: code, selected: code === (before?.precision ?? 'city') }, words)),
  );
  const { element, input } = combo({
    label: 'Place',
    value: marked?.quote ?? before?.name ?? '',
    placeholder: 'name of a place',
    wait: 150,
    find: async (typed) => {
      if (typed.length < 2) return [];
      const answer = await get(`places?name=${encodeURIComponent(typed)}`).catch((error) => (fail(error, 'Places'), []));
      return /** @type {PlaceCandidate[]} */ (Array.isArray(answer) ? answer : (answer.rows ?? []));
    },
    show: (one) => ({
      words: one.name,
      note: [one.admin1, country(one.country), `${one.lat.toFixed(2)}, ${one.lon.toFixed(2)}`].filter(Boolean).join(' · '),
    }),
    choose: (one) => {
      chosen = { ...one };
      precision.value = one.precision;
      fill(picked, placeOf(one));
    },
  });
  const picked = h('span', {}, before ? placeOf(before) : '');
  input.addEventListener('input', () => {
    chosen = { name: input.value.trim() };
    fill(picked, 'by its name alone, not on the map');
  });
  if (marked) setTimeout(() => input.dispatchEvent(new Event('input')), 0);
  return {
    element: h('div', { class: 'stack' }, element, h('p', { class: 'hint' }, 'Chosen: ', picked), h('label', {}, 'It is ', precision)),
    value: () => (chosen?.name ? { ...chosen, precision: precision.value } : '!Give the name of a place.'),
  };
}

/** Words of the text that fill a role: those there, less what is taken out, and what is marked. @param {Job} job */
function wordsPart(job) {
  let spans = (job.record?.arguments ?? []).filter((one) => one.role === job.field).map((one) => one.span);
  const list = h('ul', { class: 'chosen-words' });
  const show = () =>
    fill(
      list,
      spans.length
        ? spans.map((span) =>
            h(
              'li',
              {},
              bdi(span.quote),
              h(
                'button',
                {
                  type: 'button',
                  class: 'plain',
                  'aria-label': `Take out: ${span.quote}`,
                  on: {
                    click: () => {
                      spans = spans.filter((one) => one !== span);
                      show();
                    },
                  },
                },
                '✕',
              ),
            ),
          )
        : h('li', { class: 'hint' }, 'no words yet'),
    );
  const take = () => {
    const span = job.marked();
    if (span && !spans.some((one) => one.start === span.start && one.end === span.end)) spans = [...spans, span];
    show();
    return span;
  };
  take();
  const hint = h('p', { class: 'hint' }, 'Mark words in the text and take them in.');
  const button = h(
    'button',
    {
      type: 'button',
      on: {
        mousedown: (/** @type {Event} */ e) => e.preventDefault(),
        click: () => {
          if (!take())
            fill(hint, 'No words are marked in the text: mark them with the mouse, or with Shift and the arrow keys in the text.');
        },
      },
    },
    'Take marked words',
  );
  return {
    element: h('div', { class: 'stack' }, list, h('div', { class: 'row' }, button), hint),
    value: () => spans.map(({ start, end }) => ({ start, end })),
  };
}

/** What a correction says, in words. @param {unknown} after @param {string} field @param {(start: number, end: number) => string} slice */
export function afterWords(after, field, slice) {
  if (after === null || after === undefined) return 'empty';
  if (Array.isArray(after)) return after.map((one) => one?.quote ?? slice(one.start, one.end)).join('; ') || 'nobody';
  if (typeof after !== 'object') return field === 'status' ? statusOf(String(after)).word : plain(String(after));
  const value = /** @type {any} */ (after);
  if ('low' in value)
    return value.high === null || value.high === undefined
      ? `at least ${value.low}`
      : value.low === value.high
        ? String(value.low)
        : `${value.low} to ${value.high}`;
  if ('name' in value) return placeOf(value);
  if ('event' in value) return typeOf(value.event, value.mode);
  return [value.from ?? '…', value.to ?? '…'].filter((one, i, all) => !i || one !== all[0]).join(' – ');
}
