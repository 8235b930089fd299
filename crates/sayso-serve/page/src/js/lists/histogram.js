// Counts over time: bars, with a brush that sets the first and last day. The same days can be typed in the filters.

import { h, s, fill } from '../base/dom.js';
import { day, number, span } from '../base/days.js';
import { figure, so } from '../base/says.js';

const HEIGHT = 72;

export class Histogram {
  /** @param {(from: string, to: string) => void} brushed */
  constructor(brushed) {
    this.brushed = brushed;
    this.svg = s('svg', { class: 'histogram-svg', role: 'img', preserveAspectRatio: 'none' });
    this.foot = h('p', { class: 'histogram-foot hint' });
    this.table = h('details', { class: 'histogram-table' });
    this.element = h('div', { class: 'histogram' }, this.svg, this.foot, this.table);
    /** @type {Counts['rows']} */
    this.rows = [];
    this.brush();
  }

  /** @param {Counts} counts @param {URLSearchParams} filter */
  set(counts, filter) {
    const rows = counts.rows.filter((row) => row.events > 0);
    this.rows = counts.rows;
    if (!rows.length) {
      fill(this.svg);
      fill(this.foot, counts.undated ? `${so(counts.undated, 'event')} without a day` : 'No events with days');
      this.svg.setAttribute('aria-label', 'No events with days');
      this.table.hidden = true;
      return;
    }
    const first = (this.first = number(rows[0].from));
    this.last = Math.max(number(rows[rows.length - 1].to) + 1, first + 1);
    const most = Math.max(...rows.map((row) => row.events));
    const width = 1000 / (this.last - first);
    this.svg.setAttribute('viewBox', `0 0 1000 ${HEIGHT}`);
    const from = filter.get('from');
    const to = filter.get('to');
    fill(
      this.svg,
      s('rect', { class: 'ground', width: 1000, height: HEIGHT }),
      rows.map((row) => {
        const x = (number(row.from) - first) * width;
        const w = Math.max(2, (number(row.to) + 1 - number(row.from)) * width - 1);
        const height = Math.max(2, (row.events / most) * (HEIGHT - 6));
        const outside = (from && row.to < from) || (to && row.from > to);
        return s(
          'rect',
          { class: outside ? 'bar outside' : 'bar', x, y: HEIGHT - height, width: w, height },
          s('title', {}, `${span(row)}: ${so(row.events, 'event')}`),
        );
      }),
      (this.selection = s('rect', { class: 'brush', height: HEIGHT, width: 0 })),
    );
    const all = rows.reduce((sum, row) => sum + row.events, 0);
    this.svg.setAttribute(
      'aria-label',
      `Events by ${counts.step}, ${day(rows[0].from)} to ${day(rows[rows.length - 1].to)}: ${figure(all)} in all, at most ${figure(most)} in one ${counts.step}`,
    );
    fill(
      this.foot,
      h('span', {}, day(rows[0].from, true)),
      h(
        'span',
        { class: 'middle' },
        `by ${counts.step}, at most ${figure(most)}; drag to choose days${counts.undated ? `; ${figure(counts.undated)} without a day` : ''}`,
      ),
      h('span', {}, day(rows[rows.length - 1].to, true)),
    );
    this.table.hidden = false;
    fill(
      this.table,
      h('summary', {}, 'As a table'),
      h(
        'table',
        {},
        h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, 'Days'), h('th', { scope: 'col' }, 'Events'))),
        h(
          'tbody',
          {},
          rows.slice(-400).map((row) => h('tr', {}, h('th', { scope: 'row' }, span(row)), h('td', {}, figure(row.events)))),
        ),
      ),
    );
  }

  brush() {
    let start = -1;
    const at = (/** @type {PointerEvent} */ event) => {
      const box = this.svg.getBoundingClientRect();
      return Math.max(0, Math.min(1, (event.clientX - box.left) / box.width));
    };
    this.svg.addEventListener('pointerdown', (event) => {
      if (!this.rows.length) return;
      start = at(event);
      this.svg.setPointerCapture(event.pointerId);
    });
    this.svg.addEventListener('pointermove', (event) => {
      if (start < 0 || !this.selection) return;
      const now = at(event);
      this.selection.setAttribute('x', String(Math.min(start, now) * 1000));
      this.selection.setAttribute('width', String(Math.abs(now - start) * 1000));
    });
    this.svg.addEventListener('pointerup', (event) => {
      if (start < 0) return;
      const [a, b] = [start, at(event)].sort((x, y) => x - y);
      start = -1;
      const days = (this.last ?? 0) - (this.first ?? 0);
      const from = (this.first ?? 0) + Math.floor(a * days);
      const to = (this.first ?? 0) + Math.min(days - 1, Math.floor(b * days));
      const rows = this.rows.filter((row) => number(row.to) >= from && number(row.from) <= to);
      if (rows.length) this.brushed(rows[0].from, rows[rows.length - 1].to);
    });
    this.svg.addEventListener('pointercancel', () => {
      start = -1;
    });
  }
}

/** The step that shows a stretch of time in some dozens of bars. @param {Counts} counts by month */
export function betterStep(counts) {
  const rows = counts.rows.filter((row) => row.events > 0);
  if (!rows.length) return 'month';
  const days = number(rows[rows.length - 1].to) - number(rows[0].from);
  return days <= 100 ? 'day' : days <= 500 ? 'week' : days > 5500 ? 'year' : 'month';
}
