// The report's words on the page. The text is cut wherever a span of any event begins or ends; each piece is one element that keeps its
// offsets, so that nested and crossing spans light together, and what a person marks can be counted back to code points.

import { h } from '../base/dom.js';
import { Points } from '../base/points.js';
import { paint, statusOf } from '../base/says.js';
import { spansOf } from './model.js';

/** @typedef {import('./model.js').Model} Model */
/** @typedef {import('./model.js').Told} Told */
/** @typedef {{start: number, end: number, field: string, letter: string, told: number}} Cover */
/** @typedef {{start: number, end: number, element: HTMLElement, title: boolean, covers: Cover[]}} Piece */

/** Characters that show nothing and yet change what is seen. */
const UNSEEN = /[\u00ad\u061c\u115f\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]+/g;
/** @type {Record<string, string>} */
const UNSEEN_NAMES = {
  '\u200b': 'ZWSP',
  '\u200c': 'ZWNJ',
  '\u200d': 'ZWJ',
  '\u200e': 'LRM',
  '\u200f': 'RLM',
  '\u061c': 'ALM',
  '\u202a': 'LRE',
  '\u202b': 'RLE',
  '\u202c': 'PDF',
  '\u202d': 'LRO',
  '\u202e': 'RLO',
  '\u2066': 'LRI',
  '\u2067': 'RLI',
  '\u2068': 'FSI',
  '\u2069': 'PDI',
  '\ufeff': 'BOM',
  '\u00ad': 'SHY',
  '\u2060': 'WJ',
};
/** A paragraph longer than this is shown in stretches, each laid out on its own. */
const STRETCH = 20000;
/** So many runs of unseen characters are shown each for itself; a text with more is made to be one. */
const UNSEEN_SHOWN = 2000;

export class Text {
  /** @param {Model} model */
  constructor(model) {
    const { sheet } = model;
    this.points = new Points(sheet.text);
    const title = sheet.title ?? sheet.report.title ?? '';
    this.titlePoints = new Points(title);
    this.title = title;
    /** @type {Piece[]} */
    this.pieces = [];
    /** @type {WeakMap<Node, Piece>} */
    this.byNode = new WeakMap();
    this.unseen = 0;
    /** @type {{start: number, end: number, element: HTMLElement}[]} */
    this.blocks = [];
    this.element = h('div', {
      class: 'text',
      lang: sheet.reading.report.language ?? undefined,
      tabIndex: 0,
      role: 'group',
      id: 'text',
      'aria-label': 'Text of the report. Arrow keys go from word to word, with Shift they mark words, Enter opens the event of a word.',
    });
    this.setModel(model);
    this.build(sheet);
    this.base();
  }

  /** Spans of all events, in units. @param {Model} model */
  setModel(model) {
    this.model = model;
    /** @type {Cover[]} */
    this.covers = [];
    /** @type {Cover[]} */
    this.titleCovers = [];
    for (const [told, event] of model.events.entries()) {
      const letters = new Map(event.fields.map((field) => [field.name, field.letter]));
      for (const { span, field } of spansOf(event, model)) {
        const title = span.part === 'title';
        const points = title ? this.titlePoints : this.points;
        const cover = {
          start: points.unit(span.start),
          end: points.unit(span.end),
          field: paint(field),
          letter: field === 'source' ? 'S' : (letters.get(field) ?? ''),
          told,
        };
        if (cover.end > cover.start) (title ? this.titleCovers : this.covers).push(cover);
      }
    }
    for (const list of [this.covers, this.titleCovers]) list.sort((a, b) => a.start - b.start || b.end - a.end);
  }

  /** @param {Sheet} sheet */
  build(sheet) {
    const blocks = this.cut(sheet);
    const inText = blocks.find((block) => block.role === 'title');
    const heading = h('h1', { class: 'report-title', dir: 'auto' });
    if (!inText) {
      if (this.title) this.pour(heading, this.title, 0, this.title.length, this.titleCovers, true);
      else heading.append('Report without a title');
      this.element.append(heading);
    }
    for (const block of blocks) {
      const element = block === inText ? heading : h(block.role === 'heading' ? 'h2' : 'p', { class: `block ${block.role}`, dir: 'auto' });
      this.pour(element, sheet.text, block.start, block.end, this.covers, false);
      this.element.append(element);
      this.blocks.push({ start: block.start, end: block.end, element });
    }
  }

  /** Paragraphs in units; lines where the sheet tells none; very long ones in stretches. @param {Sheet} sheet */
  cut(sheet) {
    const given = (sheet.paragraphs ?? []).map((one) => ({
      start: this.points.unit(one.start),
      end: this.points.unit(one.end),
      role: one.role,
    }));
    const { text } = sheet;
    /** @type {{start: number, end: number, role: string}[]} */
    const found = [];
    let from = 0;
    const rest = (/** @type {number} */ to) => {
      for (const line of text.slice(from, to).matchAll(/[^\n\r\u2028\u2029]+/g)) {
        if (line[0].trim()) found.push({ start: from + line.index, end: from + line.index + line[0].length, role: 'body' });
      }
    };
    for (const block of given) {
      if (block.start < from || block.end <= block.start) continue;
      rest(block.start);
      found.push(block);
      from = block.end;
    }
    rest(text.length);
    const first = found[0];
    if (
      first &&
      !found.some((one) => one.role === 'title') &&
      this.title &&
      text.slice(first.start, first.end).trim() === this.title.trim()
    )
      first.role = 'title';
    return found.flatMap((block) => {
      /** @type {{start: number, end: number, role: string}[]} */
      const stretches = [];
      for (let at = block.start; at < block.end;) {
        let to = Math.min(at + STRETCH, block.end);
        if (to < block.end) {
          const space = text.lastIndexOf(' ', to);
          if (space > at + STRETCH / 2) to = space + 1;
          else if (/[\udc00-\udfff]/.test(text[to])) to += 1;
        }
        stretches.push({ start: at, end: to, role: at > block.start ? `${block.role} further` : block.role });
        at = to;
      }
      return stretches;
    });
  }

  /** Fills an element with the pieces of a stretch. @param {HTMLElement} element @param {string} text @param {number} start @param {number} end @param {Cover[]} covers @param {boolean} title */
  pour(element, text, start, end, covers, title) {
    const cuts = new Set([start, end]);
    for (const cover of covers) {
      if (cover.start >= end) break;
      if (cover.start > start && cover.start < end) cuts.add(cover.start);
      if (cover.end > start && cover.end < end) cuts.add(cover.end);
    }
    /** @type {Map<number, string>} */
    const unseen = new Map();
    for (const found of text.slice(start, end).matchAll(UNSEEN)) {
      const at = start + found.index;
      if (/^[\u200c\u200d\u00ad]$/.test(found[0]) && /[^\s\x00-\x7f]/.test(text[at - 1] ?? '')) continue; // OK because they join and part letters of scripts that need them
      if (++this.unseen > UNSEEN_SHOWN) continue;
      unseen.set(at, found[0]);
      cuts.add(at);
      cuts.add(at + found[0].length);
    }
    const order = [...cuts].sort((a, b) => a - b);
    for (let i = 0; i + 1 < order.length; i++) {
      const node = document.createTextNode(text.slice(order[i], order[i + 1]));
      const piece = { start: order[i], end: order[i + 1], element: h('span', { class: 'w' }, node), title, covers: [] };
      const sign = unseen.get(order[i]);
      if (sign) {
        piece.element.classList.add('unseen');
        const name = UNSEEN_NAMES[sign[0]] ?? `U+${sign.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
        piece.element.dataset.sign = sign.length > 1 ? `${name} ×${sign.length}` : name;
      }
      this.byNode.set(node, piece);
      this.pieces.push(piece);
      element.append(piece.element);
    }
  }

  /** What holds whichever event is chosen: the words that tell of events, faintly. */
  base() {
    for (const piece of this.pieces) {
      const here = (piece.covers = this.at(piece));
      const words = here
        .filter((cover) => cover.field === 'type')
        .map((cover) => this.model?.events[cover.told])
        .filter(Boolean);
      piece.element.classList.toggle('told', words.length > 0);
      piece.element.classList.toggle('part', here.length > 0);
      piece.element.classList.toggle('unasserted', words.length > 0 && words.every((told) => told && !statusOf(told.record.status).fact));
      piece.element.classList.toggle('rejected', words.length > 0 && words.every((told) => told?.rejected));
    }
  }

  /** Covers of a piece; they are in the order of their starts. @param {Piece} piece */
  at(piece) {
    const found = [];
    for (const cover of (piece.title ? this.titleCovers : this.covers) ?? []) {
      if (cover.start > piece.start) break;
      if (cover.end >= piece.end) found.push(cover);
    }
    return found;
  }

  /** Lights all words of an event by their roles. @param {number} chosen */
  choose(chosen) {
    for (const piece of this.pieces) {
      const { element } = piece;
      const mine = piece.covers.filter((cover) => cover.told === chosen);
      element.classList.toggle('on', mine.length > 0);
      if (!mine.length) {
        for (const name of ['r1', 'r2', 'r3', 'letter']) delete element.dataset[name];
        continue;
      }
      mine.sort((a, b) => a.end - a.start - (b.end - b.start));
      const roles = [...new Set(mine.map((cover) => cover.field))];
      for (const [i, name] of ['r1', 'r2', 'r3'].entries()) {
        if (roles[i]) element.dataset[name] = roles[i];
        else delete element.dataset[name];
      }
      const letters = [...new Set(mine.filter((cover) => cover.start === piece.start).map((cover) => cover.letter))].join('');
      if (letters) element.dataset.letter = letters;
      else delete element.dataset.letter;
    }
  }

  /** Lights the words of one field. @param {Span[]} spans @param {boolean} scroll @param {ScrollBehavior} [behavior] */
  light(spans, scroll, behavior = 'smooth') {
    const ranges = spans.map((span) => {
      const points = span.part === 'title' ? this.titlePoints : this.points;
      return { start: points.unit(span.start), end: points.unit(span.end), title: span.part === 'title' };
    });
    /** @type {HTMLElement | null} */
    let first = null;
    for (const piece of this.pieces) {
      const lit = ranges.some((range) => range.title === piece.title && piece.start < range.end && piece.end > range.start);
      piece.element.classList.toggle('lit', lit);
      if (lit) first ??= piece.element;
    }
    if (scroll && first) reveal(first, behavior);
    return first;
  }

  /** The part of the text that a person has marked, in code points; null where nothing is. @returns {Span | null} */
  marked() {
    const selection = getSelection();
    if (!selection || selection.isCollapsed || !selection.rangeCount) return null;
    const range = selection.getRangeAt(0);
    if (!this.element.contains(range.commonAncestorContainer)) return null;
    const touched = this.pieces.filter((piece) => !piece.title && range.intersectsNode(piece.element));
    if (!touched.length) return null;
    let start = this.unitOf(range.startContainer, range.startOffset) ?? touched[0].start;
    let end = this.unitOf(range.endContainer, range.endOffset) ?? touched[touched.length - 1].end;
    const { text } = this.points;
    while (start < end && /\s/.test(text[start])) start++;
    while (end > start && /\s/.test(text[end - 1])) end--;
    if (end <= start) return null;
    return { start: this.points.point(start), end: this.points.point(end), quote: text.slice(start, end) };
  }

  /** @param {Node} node @param {number} offset */
  unitOf(node, offset) {
    const piece = this.byNode.get(node);
    return piece && !piece.title ? piece.start + offset : null;
  }

  /** A DOM range over a stretch of the text in units. @param {number} start @param {number} end */
  rangeOf(start, end) {
    const range = document.createRange();
    const first = this.pieces.find((piece) => !piece.title && piece.end > start);
    const last = this.pieces.find((piece) => !piece.title && piece.end >= end);
    if (!first?.element.firstChild || !last?.element.firstChild) return null;
    range.setStart(first.element.firstChild, Math.max(0, start - first.start));
    range.setEnd(last.element.firstChild, Math.max(0, end - last.start));
    return range;
  }

  /** Events that words at an element belong to, the ones told by them first. @param {EventTarget | null} target */
  eventsAt(target) {
    const piece = this.pieces.find((one) => one.element === target);
    if (!piece) return [];
    const here = [...piece.covers].sort(
      (a, b) => Number(b.field === 'type') - Number(a.field === 'type') || a.end - a.start - (b.end - b.start),
    );
    return [...new Set(here.map((cover) => cover.told))];
  }
}

/** Scrolls an element into sight, if it is not, within whatever scrolls around it. @param {HTMLElement} element @param {ScrollBehavior} behavior */
export function reveal(element, behavior) {
  const box = element.getBoundingClientRect();
  let pane = element.parentElement;
  while (pane && !(pane.scrollHeight > pane.clientHeight + 1 && /auto|scroll/.test(getComputedStyle(pane).overflowY)))
    pane = pane.parentElement;
  const view = pane ? pane.getBoundingClientRect() : { top: 0, bottom: innerHeight };
  const top = Math.max(view.top, 0) + 40;
  const bottom = Math.min(view.bottom, innerHeight) - 40;
  if (box.top < top || box.bottom > bottom) element.scrollIntoView({ block: 'center', behavior });
}
