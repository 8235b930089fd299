// Words by keyboard: a cursor that goes from word to word of the text, and marks them with Shift, as the mouse does.

import { whisper } from '../base/live.js';
import { SMOOTH } from '../base/dom.js';
import { reveal } from './text.js';

/** @typedef {import('./text.js').Text} Text */

const WORD = /[\p{L}\p{N}\p{M}]+(?:[-'’.,][\p{L}\p{N}\p{M}]+)*/gu;

export class Cursor {
  /** @param {Text} text @param {(target: EventTarget | null) => void} open */
  constructor(text, open) {
    this.text = text;
    this.open = open;
    /** @type {[number, number][] | null} */
    this.words = null;
    this.anchor = -1;
    this.at = -1;
    text.element.addEventListener('keydown', (event) => this.press(event));
  }

  /** @param {KeyboardEvent} event */
  press(event) {
    if (event.target !== this.text.element || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Enter' && this.at >= 0) {
      event.preventDefault();
      this.open(this.element());
      return;
    }
    const words = (this.words ??= [...this.text.points.text.matchAll(WORD)].map((found) => [found.index, found.index + found[0].length]));
    if (!words.length) return;
    const next = this.target(event.key, words);
    if (next === null) return;
    event.preventDefault();
    this.at = Math.max(0, Math.min(words.length - 1, next));
    if (!event.shiftKey || this.anchor < 0) this.anchor = this.at;
    this.select(words);
  }

  /** @param {string} key @param {[number, number][]} words @returns {number | null} */
  target(key, words) {
    const rtl = getComputedStyle(this.block() ?? this.text.element).direction === 'rtl';
    if (key === (rtl ? 'ArrowLeft' : 'ArrowRight')) return this.at + 1;
    if (key === (rtl ? 'ArrowRight' : 'ArrowLeft')) return this.at - 1;
    if (key === 'ArrowDown' || key === 'ArrowUp') {
      const blocks = this.text.blocks;
      const here = this.at < 0 ? -1 : blocks.findIndex((block) => block.end > words[this.at][0]);
      const block = blocks[Math.max(0, Math.min(blocks.length - 1, here + (key === 'ArrowDown' ? 1 : -1)))];
      return block ? words.findIndex((word) => word[0] >= block.start) : null;
    }
    return null;
  }

  block() {
    const at = this.words?.[this.at]?.[0] ?? 0;
    return this.text.blocks.find((block) => block.end > at)?.element;
  }

  element() {
    const start = this.words?.[this.at]?.[0] ?? -1;
    return this.text.pieces.find((piece) => !piece.title && piece.start <= start && piece.end > start)?.element ?? null;
  }

  /** @param {[number, number][]} words */
  select(words) {
    const [from, to] = [Math.min(this.anchor, this.at), Math.max(this.anchor, this.at)];
    const range = this.text.rangeOf(words[from][0], words[to][1]);
    const selection = getSelection();
    if (!range || !selection) return;
    selection.removeAllRanges();
    selection.addRange(range);
    const element = this.element();
    if (element) reveal(element, SMOOTH);
    const quote = this.text.points.text.slice(words[from][0], words[to][1]);
    const here = this.text.eventsAt(element).length;
    whisper(here ? `${quote}: words of ${here === 1 ? 'an event' : `${here} events`}` : quote);
  }
}
