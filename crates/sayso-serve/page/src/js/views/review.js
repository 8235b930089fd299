// What is to be checked: how far it is, where to begin, and where reviewers disagree.

import { h, bdi } from '../base/dom.js';
import { get } from '../base/api.js';
import { shortcuts } from '../base/keys.js';
import { address, go } from '../base/route.js';
import { REVIEWED, figure, so, typeOf } from '../base/says.js';

/** @param {HTMLElement} main */
export async function reviewView(main) {
  const [facets, fresh, conflicts] = /** @type {[Facets, Rows<EventRow>, Rows<EventRow>]} */ (
    await Promise.all([
      get('facets'),
      get('events?reviewed=none&sort=report&limit=30'),
      get('events?reviewed=conflict&sort=report&limit=100'),
    ])
  );
  const counts = facets.reviewed ?? {};
  const all = Object.values(counts).reduce((sum, n) => sum + n, 0);
  const done = all - (counts.none ?? 0);
  /** @param {EventRow} row */
  const to = (row) => address(['report', row.report], new URLSearchParams({ queue: '1', event: row.event }));
  const rows = (/** @type {EventRow[]} */ list) =>
    h(
      'ul',
      { class: 'by-report' },
      [...new Set(list.map((row) => row.report))].map((report) => {
        const own = list.filter((row) => row.report === report);
        return h(
          'li',
          {},
          h('p', {}, bdi(own[0].title || `Report ${report}`), h('small', {}, ' ', bdi(own[0].outlet ?? ''))),
          h(
            'ul',
            { class: 'chips' },
            own.map((row) =>
              h(
                'li',
                {},
                h(
                  'a',
                  { class: 'button', href: to(row) },
                  h('strong', {}, typeOf(row.type, row.mode)),
                  ' ',
                  h('q', {}, bdi(row.word ?? '')),
                ),
              ),
            ),
          ),
        );
      }),
    );
  const begin = () => {
    if (fresh.rows[0]) go(to(fresh.rows[0]));
  };
  shortcuts('view', [{ keys: 's', about: 'start', act: begin }]);
  main.append(
    h(
      'div',
      { class: 'review-page' },
      h('h1', {}, 'Review'),
      all
        ? h(
            'div',
            { class: 'progress' },
            h('progress', { max: all, value: done, 'aria-label': 'Events checked' }),
            h('p', {}, `${figure(done)} of ${so(all, 'event')} checked.`),
          )
        : h('p', {}, 'There are no events yet. ', h('a', { href: '#/add' }, 'Add a report')),
      fresh.total
        ? h('p', {}, h('a', { class: 'button main', href: to(fresh.rows[0]) }, 'Start with the next unchecked event (s)'))
        : all
          ? h('p', {}, 'Every event has been looked at.')
          : null,
      h(
        'ul',
        { class: 'states' },
        Object.entries(counts)
          .filter(([, n]) => n)
          .map(([code, n]) =>
            h(
              'li',
              {},
              h(
                'a',
                { href: address(['events'], new URLSearchParams({ reviewed: code })) },
                h('strong', {}, figure(n)),
                ` ${REVIEWED[code] ?? code}`,
              ),
            ),
          ),
      ),
      h('h2', {}, 'Reviewers disagree'),
      conflicts.rows.length ? rows(conflicts.rows) : h('p', { class: 'hint' }, 'Nowhere.'),
      h('h2', {}, 'Not checked yet'),
      fresh.rows.length ? rows(fresh.rows) : h('p', { class: 'hint' }, 'Nothing.'),
      h('h2', {}, 'By keyboard'),
      h(
        'p',
        {},
        'In a report: ',
        h('kbd', {}, 'j'),
        ' and ',
        h('kbd', {}, 'k'),
        ' go from event to event, the arrow keys from field to field, ',
        h('kbd', {}, 'a'),
        ' accepts, ',
        h('kbd', {}, 'r'),
        ' rejects, ',
        h('kbd', {}, 'c'),
        ' corrects, ',
        h('kbd', {}, 'u'),
        ' undoes, ',
        h('kbd', {}, ']'),
        ' goes to the next report. ',
        h('kbd', {}, '?'),
        ' shows them all.',
      ),
    ),
  );
  return { title: 'Review' };
}
