// A list of any length: only the rows in sight exist, and only their pages are asked for. It scrolls with the page, so that no box scrolls
// within another. Rows are of one height, told by the style sheet (`--row`), which the reader's own text size changes too.

import { h, fill } from '../base/dom.js';
import { fail } from '../base/live.js';

const PAGE = 100;

/** @template Row */
export class VirtualList {
  /** @param {{label: string, load: (offset: number, limit: number, signal: AbortSignal) => Promise<Rows<Row>>, row: (row: Row, at: number) => Node[], total?: (n: number) => void}} options */
  constructor(options) {
    this.options = options;
    this.total = 0;
    /** @type {number | undefined} The row that is to have the focus once it is there. */
    this.wanted = undefined;
    /** @type {Map<number, Row[] | 'coming'>} */
    this.pages = new Map();
    /** @type {Map<number, HTMLElement>} */
    this.shown = new Map();
    this.element = h('ul', { class: `virtual ${options.label.toLowerCase()}`, role: 'list', 'aria-label': options.label });
    this.stop = new AbortController();
    this.onScroll = () => this.later();
    addEventListener('scroll', this.onScroll, { passive: true });
    this.resize = new ResizeObserver(() => this.later());
    this.resize.observe(this.element);
    this.element.addEventListener('keydown', (event) => this.press(event));
  }

  leave() {
    removeEventListener('scroll', this.onScroll);
    this.resize.disconnect();
    this.stop.abort();
  }

  /** Forgets all rows and asks anew. */
  async reload() {
    this.stop.abort();
    this.stop = new AbortController();
    this.pages.clear();
    const first = await this.options.load(0, PAGE, this.stop.signal);
    this.total = first.total;
    this.pages.set(0, first.rows);
    this.clear();
    this.options.total?.(first.total);
    this.draw();
  }

  clear() {
    for (const element of this.shown.values()) element.remove();
    this.shown.clear();
  }

  later() {
    if (this.waiting) return;
    this.waiting = true;
    requestAnimationFrame(() => {
      this.waiting = false;
      this.draw();
    });
  }

  height() {
    return (
      parseFloat(getComputedStyle(this.element).getPropertyValue('--row')) *
        parseFloat(getComputedStyle(document.documentElement).fontSize) || 80
    );
  }

  draw() {
    if (!this.element.isConnected) return;
    const row = this.height();
    this.element.style.height = `${this.total * row}px`;
    const top = this.element.getBoundingClientRect().top;
    const first = Math.max(0, Math.floor(-top / row) - 6);
    const last = Math.min(this.total - 1, Math.ceil((innerHeight - top) / row) + 6);
    const focused = document.activeElement?.closest?.('.virtual > li');
    for (const [at, element] of this.shown) {
      if ((at < first || at > last || this.rowHeight !== row) && element !== focused) {
        element.remove();
        this.shown.delete(at);
      }
    }
    this.rowHeight = row;
    for (let at = first; at <= last; at++) this.place(at, row);
    if (this.wanted !== undefined) this.giveFocus();
  }

  /** @param {number} at @param {number} height */
  place(at, height) {
    const page = Math.floor(at / PAGE);
    const rows = this.pages.get(page);
    if (!rows) this.fetch(page);
    const row = Array.isArray(rows) ? rows[at % PAGE] : undefined;
    const there = this.shown.get(at);
    if (there && (!row || !there.classList.contains('waiting'))) return;
    const element = there ?? h('li', { 'aria-setsize': this.total, 'aria-posinset': at + 1 });
    element.style.top = `${at * height}px`;
    element.style.height = `${height}px`;
    element.className = row ? 'row-item' : 'row-item waiting';
    fill(element, row ? this.options.row(row, at) : [h('span', { class: 'hint' }, '…')]);
    if (there) return;
    this.shown.set(at, element);
    const next = [...this.shown].filter(([other]) => other > at).sort((a, b) => a[0] - b[0])[0]?.[1];
    this.element.insertBefore(element, next?.parentNode === this.element ? next : null);
  }

  /** @param {number} page */
  fetch(page) {
    this.pages.set(page, 'coming');
    const { signal } = this.stop;
    this.options
      .load(page * PAGE, PAGE, signal)
      .then((answer) => {
        if (signal.aborted) return;
        this.pages.set(page, answer.rows);
        this.draw();
      })
      .catch((error) => {
        if (signal.aborted) return;
        this.pages.delete(page);
        fail(error, 'List');
      });
  }

  /** Arrow keys go from row to row. @param {KeyboardEvent} event */
  press(event) {
    const step = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1, PageDown: 8, PageUp: -8, Home: -1e9, End: 1e9 }[event.key];
    if (step === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    const item = /** @type {HTMLElement | null} */ (document.activeElement?.closest?.('.virtual > li'));
    const here = [...this.shown].find(([, element]) => element === item)?.[0];
    if (here === undefined && this.wanted === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    this.focus((this.wanted ?? here ?? 0) + step);
  }

  /** @param {number} at */
  focus(at) {
    const target = Math.max(0, Math.min(this.total - 1, at));
    const row = this.height();
    const top = this.element.getBoundingClientRect().top + target * row;
    if (top < 90) scrollBy(0, top - 90);
    else if (top + row > innerHeight - 10) scrollBy(0, top + row - innerHeight + 10);
    this.draw();
    this.wanted = target;
    this.giveFocus();
  }

  /** Focuses the row that was asked for, as soon as it has come. */
  giveFocus() {
    const inside = /** @type {HTMLElement | null | undefined} */ (this.shown.get(this.wanted ?? -1)?.querySelector('a'));
    if (!inside) return;
    this.wanted = undefined;
    inside.focus({ preventScroll: true });
  }
}
