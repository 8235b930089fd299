// The reading view of a report of the casebook.

import { h, bdi } from '../base/dom.js';
import { get } from '../base/api.js';
import { shortcuts } from '../base/keys.js';
import { address, go, note } from '../base/route.js';
import { day } from '../base/days.js';
import { tell } from '../base/live.js';
import { SheetView } from '../reading/sheet.js';
import { watchChanges } from '../base/changes.js';

/** @typedef {import('../base/route.js').Route} Route */

/** @param {HTMLElement} main @param {Route} route */
export async function reportView(main, route) {
  const number = route.path[1];
  /** @type {Sheet} */
  const sheet = await get(`reports/${encodeURIComponent(number)}`);
  const queue = route.query.has('queue');
  const view = new SheetView(sheet, {
    head: headOf(sheet),
    chosen: (id) => {
      const query = new URLSearchParams(queue ? { queue: '1' } : {});
      if (id) query.set('event', id);
      note(address(['report', number], query));
    },
  });
  main.classList.add('wide-stage');
  if (queue) main.append(queueBar(sheet));
  main.append(view.element);
  shortcuts('view', [...view.keys(), { keys: ']', about: 'next report with something to check', act: () => void nextReport(sheet) }]);
  // what others decide meanwhile is shown as soon as nothing is in hand here
  const stopWatching = watchChanges(() => {
    if (view.inHand) return;
    get(`reports/${encodeURIComponent(number)}`)
      .then((/** @type {Sheet} */ now) => {
        if (!view.inHand && state(now) !== state(view.sheet)) view.renew(now);
      })
      .catch(() => undefined);
  });
  const id = route.query.get('event');
  const at = id ? view.model.events.findIndex((told) => told.id === id) : -1;
  return {
    title: sheet.title || sheet.report.title || `Report ${number}`,
    shown: () => {
      if (at >= 0) view.choose(at);
    },
    leave: () => {
      view.leave();
      stopWatching();
    },
    follow: (/** @type {Route} */ next) => {
      if (next.path[0] !== 'report' || next.path[1] !== number || next.query.has('queue') !== queue) return false;
      const wanted = view.model.events.findIndex((told) => told.id === next.query.get('event'));
      if (wanted >= 0 && wanted !== view.chosen) view.choose(wanted);
      return true;
    },
  };
}

/** What tells that somebody has decided something. @param {Sheet} sheet */
function state(sheet) {
  return JSON.stringify([sheet.reviews.map((row) => [row.number, row.undone]), sheet.incidents]);
}

/** Who published it, when, and where it lies. @param {Sheet} sheet */
export function headOf(sheet) {
  const { report } = sheet;
  const outlet = report.outlet ?? sheet.reading.report.outlet;
  const published = report.published ?? sheet.reading.report.published;
  return [
    h(
      'p',
      { class: 'byline' },
      [
        outlet ? h('strong', {}, bdi(outlet)) : h('em', {}, 'outlet not known'),
        published ? h('time', { datetime: published }, day(published)) : h('em', {}, 'no day of publication'),
        report.url ? h('span', { class: 'url' }, bdi(report.url)) : '',
        report.copy_of ? h('a', { href: address(['report', report.copy_of]) }, `copy of report ${report.copy_of}`) : '',
      ]
        .filter(Boolean)
        .flatMap((part, i) => (i ? [' · ', part] : [part])),
    ),
  ];
}

/** @param {Sheet} sheet */
function queueBar(sheet) {
  return h(
    'div',
    { class: 'queue-bar', role: 'region', 'aria-label': 'Review' },
    h('p', {}, h('strong', {}, 'Review. '), 'a accepts, r rejects, c corrects, j and k go on and back, ? shows all keys.'),
    h('button', { type: 'button', on: { click: () => void nextReport(sheet) } }, 'Next report ( ] )'),
  );
}

/** Goes to the next report that holds an event nobody has checked. @param {Sheet} sheet */
export async function nextReport(sheet) {
  /** @type {Rows<EventRow>} */
  const answer = await get('events?reviewed=none&sort=report&limit=500');
  const here = sheet.report.number ?? 0;
  const row = answer.rows.find((one) => one.report > here) ?? answer.rows.find((one) => one.report !== here);
  if (row) go(address(['report', row.report], new URLSearchParams({ queue: '1', event: row.event })));
  else tell('No other report has an event that nobody has checked.');
}
