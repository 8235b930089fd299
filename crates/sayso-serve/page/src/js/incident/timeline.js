// The time line of an incident: each account's days as a bar, its publication as a tick, those without a day apart.

import { h, s } from '../base/dom.js';
import { day, iso, number, span } from '../base/days.js';

/** @typedef {{label: string, days: Days | null, published: string | null, rival: boolean}} Line */

/** @param {Line[]} lines */
export function timeline(lines) {
  const dated = lines.filter((line) => line.days?.from || line.days?.to);
  const undated = lines.filter((line) => !line.days?.from && !line.days?.to);
  const all = [...dated.flatMap((line) => [line.days?.from, line.days?.to]), ...lines.map((line) => line.published)]
    .filter((one) => typeof one === 'string' && /^\d{4}-\d\d-\d\d/.test(one))
    .map((one) => number(/** @type {string} */ (one)));
  if (!all.length) return h('p', { class: 'hint' }, 'No account gives a day.');
  const first = Math.min(...all) - 1;
  const last = Math.max(...all) + 2;
  const at = (/** @type {number} */ days) => ((days - first) / (last - first)) * 100;
  const step = Math.max(1, Math.ceil((last - first) / 7));
  /** @type {number[]} */
  const ticks = [];
  for (let days = first + 1; days < last; days += step) ticks.push(days);
  const row = (/** @type {Line} */ line) => {
    const from = line.days?.from ? number(line.days.from) : line.days?.to ? first : null;
    const to = line.days?.to ? number(line.days.to) + 1 : line.days?.from ? last : null;
    const told = line.published && /^\d{4}-\d\d-\d\d/.test(line.published) ? number(line.published) : null;
    const words = `${line.label}: ${span(line.days) || 'no day'}${line.published ? `, published ${day(line.published)}` : ''}`;
    return h(
      'li',
      {},
      h('span', { class: 'time-label' }, h('bdi', {}, line.label)),
      s(
        'svg',
        { class: 'time-bar', role: 'img', 'aria-label': words, preserveAspectRatio: 'none', viewBox: '0 0 100 20' },
        ticks.map((days) => s('line', { class: 'grid', x1: at(days), x2: at(days), y1: 0, y2: 20 })),
        from !== null && to !== null
          ? s('rect', {
              class: `bar ${line.rival ? 'rival' : ''} ${line.days?.from && line.days.to ? '' : 'open'}`,
              x: at(from),
              width: Math.max(0.8, at(to) - at(from)),
              y: 5,
              height: 10,
            })
          : null,
        told !== null ? s('line', { class: 'told-tick', x1: at(told + 0.5), x2: at(told + 0.5), y1: 1, y2: 19 }) : null,
        s('title', {}, words),
      ),
    );
  };
  return h(
    'div',
    { class: 'timeline' },
    h('ol', {}, dated.map(row)),
    h(
      'div',
      { class: 'time-axis', 'aria-hidden': 'true' },
      h('span', { class: 'time-label' }),
      h(
        'div',
        { class: 'time-ticks' },
        ticks.map((days) => {
          const tick = h('span', {}, day(iso(days), true));
          tick.style.left = `${at(days)}%`;
          return tick;
        }),
      ),
    ),
    undated.length ? h('div', {}, h('h3', {}, 'Without a day'), h('ol', {}, undated.map(row))) : null,
    h('p', { class: 'hint' }, 'Bars: the days within which it happened. Upright lines: when it was published.'),
  );
}
