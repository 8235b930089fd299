// The map: countries' outlines, and on them what is known of where, never sharper than the words. A pin only for a very spot; a circle as
// wide as a town or district is; a broken circle for a region; a country known by itself alone is tinted and has no mark.
//
// Projection: degrees as they are, narrowed by the cosine of the latitude that the map was last fitted to, so that shapes there look right.

import { h, s, fill } from '../base/dom.js';
import { whisper } from '../base/live.js';
import { PRECISION, figure, so } from '../base/says.js';
import { outlines } from './outlines.js';

/** @typedef {{lat: number, lon: number, precision: Precision, radius_km?: number | null, label: string, count: number, data?: any, faded?: boolean}} Mark */
/** @typedef {{marks: Mark[], code: string | null}} Picked */

const KM = 111.2;
/** Marks nearer to one another than this many pixels are drawn as one, with how many there are. */
const CELL = 34;

export class WorldMap {
  /** @param {{label: string, pick?: (picked: Picked) => (Node | string)[] | Promise<(Node | string)[]>, unit?: string}} options */
  constructor(options) {
    this.options = options;
    this.width = 600;
    this.height = 360;
    this.center = [15, 15];
    this.scale = 1.6;
    this.narrowing = 0.9;
    /** @type {Mark[]} */
    this.marks = [];
    /** @type {Record<string, number>} */
    this.tints = {};
    /** @type {Map<string, {element: SVGElement, box: [number, number, number, number], middle: [number, number], size: number, name: string}>} */
    this.lands = new Map();
    this.land = s('g', { class: 'land' });
    this.layer = s('g', { class: 'marks' });
    this.svg = s(
      'svg',
      { class: 'map-svg', tabindex: 0, role: 'application', 'aria-roledescription': 'map', focusable: 'true' },
      s('rect', { class: 'sea', width: '100%', height: '100%' }),
      this.land,
      this.layer,
    );
    this.popover = h('div', { class: 'map-popover', role: 'region', 'aria-label': 'Chosen place', tabIndex: -1, hidden: true });
    this.note = h('p', { class: 'hint map-note' });
    this.listing = h('details', { class: 'map-list' });
    const button = (/** @type {string} */ sign, /** @type {string} */ words, /** @type {() => void} */ act) =>
      h('button', { type: 'button', 'aria-label': words, title: words, on: { click: act } }, sign);
    this.frame = h(
      'div',
      { class: 'map-frame' },
      this.svg,
      h(
        'div',
        { class: 'map-buttons', role: 'group', 'aria-label': 'Zoom' },
        button('+', 'Closer', () => this.zoom(1.6)),
        button('−', 'Farther', () => this.zoom(1 / 1.6)),
        button('⌂', 'Show everything', () => this.fit()),
      ),
      this.popover,
    );
    this.element = h('div', { class: 'map' }, this.frame, this.note, this.listing);
    this.ready = outlines().then((all) => this.drawLand(all));
    this.watch();
  }

  /** @param {import('./outlines.js').Outlines} all */
  drawLand(all) {
    this.grid = all.grid;
    for (const country of all.countries) {
      const element = s('path', { d: country.path, class: 'country', data: { code: country.code }, 'fill-rule': 'evenodd' });
      this.lands.set(country.code, {
        element,
        box: country.box,
        middle: country.middle,
        size: (country.box[2] - country.box[0]) * (country.box[3] - country.box[1]),
        name: country.name,
      });
      this.land.append(element);
    }
    for (const path of all.others) this.land.append(s('path', { d: path, class: 'country other', 'fill-rule': 'evenodd' }));
    this.tint();
    this.draw();
  }

  watch() {
    this.resize = new ResizeObserver(([entry]) => {
      const { width, height } = entry.contentRect;
      if (!width || !height) return;
      const first = this.width !== width;
      this.width = width;
      this.height = height;
      if (first && !this.moved) this.fit();
      else this.draw();
    });
    this.resize.observe(this.frame);
    /** @type {Map<number, {x: number, y: number}>} */
    const fingers = new Map();
    let travelled = 0;
    this.svg.addEventListener('pointerdown', (event) => {
      fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
      if (fingers.size === 1) travelled = 0;
      this.svg.focus({ preventScroll: true });
    });
    this.svg.addEventListener('pointermove', (event) => {
      const before = fingers.get(event.pointerId);
      if (!before) return;
      const dx = event.clientX - before.x;
      const dy = event.clientY - before.y;
      travelled += Math.abs(dx) + Math.abs(dy);
      if (travelled > 4 && !this.svg.hasPointerCapture(event.pointerId)) this.svg.setPointerCapture(event.pointerId);
      if (fingers.size === 2) {
        const [other] = [...fingers].filter(([id]) => id !== event.pointerId).map(([, at]) => at);
        const then = Math.hypot(before.x - other.x, before.y - other.y);
        const now = Math.hypot(event.clientX - other.x, event.clientY - other.y);
        if (then > 0) this.zoom(now / then, (event.clientX + other.x) / 2, (event.clientY + other.y) / 2);
      } else if (travelled > 4) this.pan(dx, dy);
      fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    });
    const up = (/** @type {PointerEvent} */ event) => {
      const was = fingers.delete(event.pointerId);
      if (was && event.type === 'pointerup' && travelled <= 4) void this.pickAt(event);
    };
    this.svg.addEventListener('pointerup', up);
    this.svg.addEventListener('pointercancel', up);
    this.svg.addEventListener(
      'wheel',
      (event) => {
        if (!event.ctrlKey && document.activeElement !== this.svg) return;
        event.preventDefault();
        this.zoom(Math.exp(-event.deltaY / 300), event.clientX, event.clientY);
      },
      { passive: false },
    );
    this.svg.addEventListener('keydown', (event) => this.press(event));
  }

  /** @param {KeyboardEvent} event */
  press(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const step = 60;
    /** @type {Record<string, () => void>} */
    const acts = {
      ArrowLeft: () => this.pan(step, 0),
      ArrowRight: () => this.pan(-step, 0),
      ArrowUp: () => this.pan(0, step),
      ArrowDown: () => this.pan(0, -step),
      '+': () => this.zoom(1.6),
      '=': () => this.zoom(1.6),
      '-': () => this.zoom(1 / 1.6),
      Home: () => this.fit(),
      0: () => this.fit(),
      Escape: () => this.closePopover(),
    };
    const act = acts[event.key];
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  }

  /** @param {number} dx @param {number} dy */
  pan(dx, dy) {
    this.moved = true;
    this.center = [this.center[0] - dx / (this.scale * this.narrowing), this.center[1] + dy / this.scale];
    this.draw();
  }

  /** @param {number} factor @param {number} [x] @param {number} [y] */
  zoom(factor, x, y) {
    this.moved = true;
    const box = this.frame.getBoundingClientRect();
    const px = x === undefined ? this.width / 2 : x - box.left;
    const py = y === undefined ? this.height / 2 : y - box.top;
    const [lon, lat] = this.unproject(px, py);
    this.scale = Math.max(0.8, Math.min(2500, this.scale * factor));
    this.center = [lon - (px - this.width / 2) / (this.scale * this.narrowing), lat + (py - this.height / 2) / this.scale];
    this.draw();
  }

  /** @param {number} lon @param {number} lat @returns {[number, number]} */
  project(lon, lat) {
    return [(lon - this.center[0]) * this.scale * this.narrowing + this.width / 2, (this.center[1] - lat) * this.scale + this.height / 2];
  }

  /** @param {number} x @param {number} y */
  unproject(x, y) {
    return [this.center[0] + (x - this.width / 2) / (this.scale * this.narrowing), this.center[1] - (y - this.height / 2) / this.scale];
  }

  /** What is shown: marks, countries known by themselves alone, and how many have no place. @param {Mark[]} marks @param {Record<string, number>} tints @param {number} nowhere */
  set(marks, tints, nowhere) {
    this.marks = marks.filter((mark) => Number.isFinite(mark.lat) && Number.isFinite(mark.lon)).sort((a, b) => b.count - a.count);
    this.tints = tints;
    const unit = this.options.unit ?? 'event';
    const only = Object.values(tints).reduce((sum, n) => sum + n, 0);
    fill(
      this.note,
      [
        only ? `${so(only, unit)} known only by country: ${only === 1 ? 'the country is' : 'countries are'} tinted, without a mark.` : '',
        nowhere ? `${so(nowhere, unit)} with no place: not on the map.` : '',
      ]
        .filter(Boolean)
        .join(' '),
    );
    this.svg.setAttribute(
      'aria-label',
      `${this.options.label}: ${so(this.marks.length, 'place')}. Arrow keys move, plus and minus zoom, Home shows everything. The places are listed after the map.`,
    );
    this.list();
    this.tint();
    if (!this.moved) this.fit();
    else this.draw();
    this.closePopover();
  }

  list() {
    const shown = this.marks.slice(0, 200);
    const countries = Object.entries(this.tints).sort((a, b) => b[1] - a[1]);
    fill(
      this.listing,
      h('summary', {}, `Places as a list (${figure(this.marks.length + countries.length)})`),
      h(
        'ul',
        {},
        shown.map((mark) =>
          h(
            'li',
            {},
            h(
              'button',
              { type: 'button', class: 'plain', on: { click: () => void this.pick({ marks: [mark], code: null }, mark) } },
              h('bdi', {}, mark.label),
            ),
            h('small', {}, ` ${PRECISION[mark.precision] ?? ''}${mark.count > 1 ? `, ${figure(mark.count)}` : ''}`),
          ),
        ),
        countries.map(([code, n]) =>
          h(
            'li',
            {},
            h(
              'button',
              { type: 'button', class: 'plain', on: { click: () => void this.pick({ marks: [], code }) } },
              this.lands.get(code)?.name ?? code,
            ),
            h('small', {}, ` ${PRECISION.country}, ${figure(n)}`),
          ),
        ),
      ),
      this.marks.length > shown.length ? h('p', { class: 'hint' }, 'The 200 with most; filter to see others.') : null,
    );
    this.listing.hidden = !shown.length && !countries.length;
  }

  tint() {
    const most = Math.max(1, ...Object.values(this.tints));
    for (const [code, { element }] of this.lands) {
      const n = this.tints[code] ?? 0;
      element.classList.toggle('tinted', n > 0);
      element.style.setProperty('--tint', n ? String(0.22 + (0.33 * Math.log(1 + n)) / Math.log(1 + most)) : '0');
    }
  }

  /** Shows everything that there is to show; the world where there is nothing. */
  fit() {
    this.moved = false;
    /** @type {[number, number, number, number] | null} */
    let box = null;
    const take = (/** @type {number} */ w, /** @type {number} */ so, /** @type {number} */ e, /** @type {number} */ n) => {
      box = box ? [Math.min(box[0], w), Math.min(box[1], so), Math.max(box[2], e), Math.max(box[3], n)] : [w, so, e, n];
    };
    for (const mark of this.marks) {
      const r = Math.max(mark.radius_km ?? 0, 300) / KM; // with enough around it to tell where in the world it is
      take(mark.lon - r, mark.lat - r, mark.lon + r, mark.lat + r);
    }
    for (const code of Object.keys(this.tints)) {
      const land = this.lands.get(code);
      if (land) take(...land.box);
    }
    const [w, south, e, n] = box ?? [-170, -56, 180, 78];
    const lat = (south + n) / 2;
    this.narrowing = Math.max(0.3, Math.cos(((n - south > 90 ? 25 : lat) * Math.PI) / 180));
    this.center = [(w + e) / 2, lat];
    this.scale = Math.min(this.width / ((e - w) * this.narrowing), this.height / (n - south), 220) * 0.88;
    this.draw();
  }

  draw() {
    if (this.drawing) return;
    this.drawing = true;
    requestAnimationFrame(() => {
      this.drawing = false;
      const k = this.scale / (this.grid ?? 100);
      const [x, y] = this.project(0, 0);
      this.land.setAttribute('transform', `matrix(${k * this.narrowing} 0 0 ${k} ${x} ${y})`);
      this.svg.setAttribute('viewBox', `0 0 ${this.width} ${this.height}`);
      fill(this.layer, this.drawNames(), this.drawMarks());
    });
  }

  /** Names of the countries that are large enough here to hold them. */
  drawNames() {
    /** @type {{x: number, y: number, half: number}[]} */
    const placed = [];
    return [...this.lands.values()]
      .sort((a, b) => b.size - a.size)
      .flatMap(({ box, middle, name }) => {
        const [x, y] = this.project(...middle);
        const width = (box[2] - box[0]) * this.scale * this.narrowing;
        const height = (box[3] - box[1]) * this.scale;
        const half = name.length * 3.6;
        if (width < half * 2.6 || height < 26 || x < half || x > this.width - half || y < 12 || y > this.height - 6) return [];
        if (placed.some((other) => Math.abs(other.x - x) < other.half + half + 4 && Math.abs(other.y - y) < 15)) return [];
        placed.push({ x, y, half });
        return [s('text', { x, y, class: 'country-name' }, name)];
      });
  }

  drawMarks() {
    /** Clusters by the square of the grid that their first mark lies in. @type {Map<string, {x: number, y: number, marks: Mark[]}[]>} */
    const squares = new Map();
    /** @type {{x: number, y: number, marks: Mark[]}[]} */
    const clusters = [];
    /** @type {SVGElement[]} */
    const drawn = [];
    for (const mark of this.marks) {
      const [x, y] = this.project(mark.lon, mark.lat);
      const ry = ((mark.radius_km ?? 0) / KM) * this.scale;
      if (x < -ry - 50 || y < -ry - 50 || x > this.width + ry + 50 || y > this.height + ry + 50) continue;
      if (ry > 9 && mark.precision !== 'exact') {
        const rx = (ry / Math.cos((mark.lat * Math.PI) / 180)) * this.narrowing;
        drawn.push(s('ellipse', { cx: x, cy: y, rx, ry, class: `area ${mark.precision} ${mark.faded ? 'faded' : ''}` }));
      }
      const [column, line] = [Math.floor(x / CELL), Math.floor(y / CELL)];
      const around = [-1, 0, 1].flatMap((dx) => [-1, 0, 1].flatMap((dy) => squares.get(`${column + dx} ${line + dy}`) ?? []));
      const near = around.find((cluster) => Math.hypot(cluster.x - x, cluster.y - y) < CELL);
      if (near) near.marks.push(mark);
      else {
        const cluster = { x, y, marks: [mark] };
        clusters.push(cluster);
        squares.set(`${column} ${line}`, [...(squares.get(`${column} ${line}`) ?? []), cluster]);
      }
    }
    this.cells = clusters;
    for (const { x, y, marks } of this.cells) {
      const count = marks.reduce((sum, mark) => sum + mark.count, 0);
      const precision = marks.every((mark) => mark.precision === marks[0].precision) ? marks[0].precision : 'mixed';
      const faded = marks.every((mark) => mark.faded) ? 'faded' : '';
      if (precision === 'exact' && count === 1) drawn.push(s('path', { d: `M${x} ${y}l-6 -11a7 7 0 1 1 12 0z`, class: `pin ${faded}` }));
      else {
        const r = count === 1 ? 6 : Math.min(17, 8 + Math.log2(count) * 1.2);
        drawn.push(
          s(
            'circle',
            { cx: x, cy: y, r, class: `dot ${precision} ${faded}` },
            s(
              'title',
              {},
              `${marks[0].label}${marks.length > 1 ? ` and ${marks.length - 1} more` : ''}: ${PRECISION[marks[0].precision] ?? ''}`,
            ),
          ),
        );
        if (count > 1) drawn.push(s('text', { x, y: y + 3.5, class: 'dot-count' }, count > 999 ? `${Math.round(count / 1000)}k` : count));
      }
    }
    return drawn;
  }

  /** @param {PointerEvent} event */
  async pickAt(event) {
    const box = this.frame.getBoundingClientRect();
    const x = event.clientX - box.left;
    const y = event.clientY - box.top;
    const near = (this.cells ?? [])
      .map((cell) => ({ cell, far: Math.hypot(cell.x - x, cell.y - y) }))
      .filter(({ far }) => far < 20)
      .sort((a, b) => a.far - b.far)[0];
    if (near) return this.pick({ marks: near.cell.marks, code: null });
    const code = event.target instanceof SVGElement ? (event.target.dataset.code ?? null) : null;
    if (code && this.tints[code]) return this.pick({ marks: [], code });
    this.closePopover();
  }

  /** @param {Picked} picked @param {Mark} [at] */
  async pick(picked, at) {
    if (at) {
      this.center = [at.lon, at.lat];
      this.scale = Math.max(this.scale, 12);
      this.moved = true;
      this.draw();
    }
    const land = picked.code ? this.lands.get(picked.code) : undefined;
    const words = land
      ? `${land.name}: ${so(this.tints[picked.code ?? ''] ?? 0, this.options.unit ?? 'event')} known only by country`
      : [...new Set(picked.marks.map((mark) => mark.label))].slice(0, 6).join('; ');
    const more = this.options.pick ? await this.options.pick(picked) : [];
    fill(
      this.popover,
      h(
        'div',
        { class: 'dialog-head' },
        h('strong', {}, h('bdi', {}, words)),
        h('button', { type: 'button', class: 'plain', 'aria-label': 'Close', on: { click: () => this.closePopover(true) } }, '✕'),
      ),
      picked.marks.length === 1
        ? h(
            'p',
            { class: 'hint' },
            `${PRECISION[picked.marks[0].precision] ?? ''}${picked.marks[0].radius_km ? `, within ${figure(Math.round(picked.marks[0].radius_km))} km` : ''}`,
          )
        : null,
      more,
    );
    this.popover.hidden = false;
    this.popover.focus({ preventScroll: true });
    whisper(words);
  }

  /** @param {boolean} [focus] */
  closePopover(focus) {
    if (this.popover.hidden) return;
    this.popover.hidden = true;
    if (focus) this.svg.focus({ preventScroll: true });
  }

  leave() {
    this.resize?.disconnect();
  }
}

/** What the signs of the map mean. */
export function mapLegend() {
  const sign = (/** @type {SVGElement} */ element, /** @type {string} */ words) =>
    h('li', {}, s('svg', { viewBox: '0 0 20 20', width: 18, height: 18, 'aria-hidden': 'true' }, element), words);
  return h(
    'ul',
    { class: 'map-legend', 'aria-label': 'Signs of the map' },
    sign(s('path', { d: 'M10 18l-6 -9a7 7 0 1 1 12 0z', class: 'pin' }), 'the very spot'),
    sign(s('circle', { cx: 10, cy: 10, r: 7, class: 'dot city' }), 'a town or district, as wide as it is'),
    sign(s('circle', { cx: 10, cy: 10, r: 7, class: 'dot admin1' }), 'a region'),
    sign(s('rect', { x: 2, y: 4, width: 16, height: 12, class: 'tint-sample' }), 'only the country'),
  );
}
