// A report and its events side by side: what is chosen and what is lit (what is decided: decisions.js). Used for reports of the casebook and
// for those just pasted; a pasted one cannot be decided on until it is kept.

import { h, fill, SMOOTH } from '../base/dom.js';
import { whisper } from '../base/live.js';
import { FIELDS, LEGEND, ROLES, so, plain } from '../base/says.js';
import { modelOf } from './model.js';
import { Text, reveal } from './text.js';
import { Cursor } from './cursor.js';
import { card, countWords } from './card.js';
import { Decisions, isChecked } from './decisions.js';

/** @typedef {import('./model.js').Told} Told */
/** @typedef {import('../base/keys.js').Shortcut} Shortcut */

const NARROW = matchMedia('(max-width: 799px)');

export class SheetView {
  /**
   * @param {Sheet} sheet
   * @param {{chosen?: (id: string | null) => void, head?: Node[]}} [around]
   */
  constructor(sheet, around = {}) {
    this.around = around;
    this.chosen = -1;
    /** @type {string | null} */
    this.focused = null;
    /** @type {Span | null} What was marked last; kept while the focus is in an editor. */
    this.markedNow = null;
    /** @type {HTMLElement | undefined} Made once, so that it stays open or closed. */
    this.legend = undefined;
    this.decisions = new Decisions(this);
    this.textPane = h('section', { class: 'pane text-pane', 'aria-label': 'Report' });
    this.cardPane = h('section', { class: 'pane card-pane', 'aria-label': 'Events' });
    this.element = h('div', { class: 'sheet' }, this.textPane, this.cardPane);
    this.popup = h('div', { class: 'mark-tools', hidden: true, role: 'group', 'aria-label': 'Marked words' });
    this.element.append(this.popup);
    this.onSelection = () => this.selectionChanged();
    this.onWidth = () => this.render();
    document.addEventListener('selectionchange', this.onSelection);
    NARROW.addEventListener('change', this.onWidth);
    this.sheet = sheet;
    this.model = modelOf(sheet);
    this.text = this.write();
    this.render();
  }

  leave() {
    document.removeEventListener('selectionchange', this.onSelection);
    NARROW.removeEventListener('change', this.onWidth);
    /** @type {any} */ (CSS).highlights?.delete('marked');
  }

  get kept() {
    return this.sheet.report.number !== null && this.sheet.report.number !== undefined;
  }

  /** Takes a sheet in place of the one shown: everything follows from it. @param {Sheet} sheet */
  take(sheet) {
    const before = this.model?.events[this.chosen];
    const scroll = [this.textPane.scrollTop, this.cardPane.scrollTop];
    this.sheet = sheet;
    this.model = modelOf(sheet);
    this.text = this.write();
    this.chosen = before ? this.find(before.key) : -1;
    this.render();
    [this.textPane.scrollTop, this.cardPane.scrollTop] = scroll;
  }

  /** The text with its listeners. */
  write() {
    const text = new Text(this.model);
    this.cursor = new Cursor(text, (target) => this.open(target));
    text.element.addEventListener('click', (event) => {
      if (getSelection()?.isCollapsed !== false) this.open(event.target);
    });
    return text;
  }

  /** @param {Key} key */
  find(key) {
    const same = this.model.events.findIndex(
      (told) => told.key.start === key.start && told.key.end === key.end && told.key.kind === key.kind,
    );
    return same >= 0 ? same : this.model.events.findIndex((told) => told.key.start === key.start && told.key.end === key.end);
  }

  render() {
    const { text, model } = this;
    const { report } = this.sheet;
    const cards = model.events.map((told, at) => card(told, at, model, this.hands(), at === this.chosen));
    for (const old of text.element.querySelectorAll('.cards')) old.remove();
    const legend = (this.legend ??= h(
      'details',
      { class: 'legend' },
      h('summary', {}, 'What the colours and letters mean'),
      h(
        'ul',
        {},
        LEGEND.map(([role, letter, words]) => h('li', {}, h('span', { class: 'w on sample', data: { r1: role, letter } }, words))),
      ),
      h(
        'p',
        { class: 'hint' },
        'Every word an event is told by has a line under it; a broken line where the report does not say that it happened.',
      ),
    ));
    const unseen = text.unseen
      ? h(
          'p',
          { class: 'warning' },
          `This text holds ${so(text.unseen, 'run', 'runs')} of characters that cannot be seen (such as those that turn the direction of writing). Each is shown where it stands.`,
        )
      : null;
    const problems = [...(this.sheet.reading.problems ?? []).map((one) => one.message), ...(this.sheet.problems ?? [])].map((words) =>
      h('p', { class: 'warning' }, words),
    );
    const lost = this.sheet.lost?.length
      ? h(
          'details',
          { class: 'lost' },
          h('summary', {}, `Said of ${so(this.sheet.lost.length, 'event')} that this reading no longer has`),
          h(
            'ul',
            {},
            this.sheet.lost.map((mark) =>
              h(
                'li',
                {},
                `${plain(mark.key.kind)}: `,
                h('q', {}, h('bdi', {}, text.points.slice(mark.key.start, mark.key.end))),
                ` – ${mark.verdict}${mark.by ? ` by ${mark.by}` : ''}`,
              ),
            ),
          ),
        )
      : null;
    const loaded = this.loaded();
    const list = (/** @type {Node[]} */ items) => h('ol', { class: 'cards' }, items);
    const done = model.events.filter((told) => isChecked(told)).length;
    const heading = h(
      'div',
      { class: 'cards-head' },
      h(NARROW.matches ? 'p' : 'h2', {}, countWords(model.events.length), done ? h('small', {}, ` ${done} checked`) : null),
      report.copy_of ? h('p', { class: 'hint' }, 'A copy of another report.') : null,
    );
    if (NARROW.matches) {
      /** @type {Map<HTMLElement, Node[]>} */
      const under = new Map();
      for (const [at, told] of model.events.entries()) {
        const start = told.record.trigger.part === 'title' ? 0 : text.points.unit(told.record.trigger.start);
        const block = (text.blocks.find((one) => one.end > start) ?? text.blocks[text.blocks.length - 1])?.element ?? text.element;
        under.set(block, [...(under.get(block) ?? []), cards[at]]);
      }
      for (const [block, items] of under) block.after(list(items));
      fill(this.textPane, this.around.head ?? [], heading, legend, unseen, problems, text.element);
      fill(this.cardPane, loaded, lost);
      this.cardPane.hidden = !loaded && !lost;
      this.element.classList.add('narrow');
    } else {
      this.element.classList.remove('narrow');
      this.cardPane.hidden = false;
      fill(this.textPane, this.around.head ?? [], legend, unseen, problems, text.element);
      fill(
        this.cardPane,
        heading,
        model.events.length ? list(cards) : h('p', { class: 'hint' }, 'Mark words in the text and press e to add one.'),
        loaded,
        lost,
      );
    }
    text.choose(this.chosen);
  }

  /** Words that judge what they name: told apart from what happened. */
  loaded() {
    const words = this.sheet.reading.characterisations ?? [];
    if (!words.length) return null;
    return h(
      'details',
      { class: 'loaded' },
      h('summary', {}, `Loaded words (${words.length})`),
      h(
        'ul',
        { class: 'plain-list' },
        words.map((one) => {
          const item = h(
            'li',
            {},
            h(
              'button',
              {
                type: 'button',
                class: 'plain',
                on: { focus: () => this.text.light([one.span], true, SMOOTH), blur: () => this.text.light([], false) },
              },
              h('q', {}, h('bdi', {}, one.span.quote)),
            ),
            h('small', {}, `${plain(one.tone)}${one.quoted ? ', quoted from a source' : ''}`),
          );
          item.addEventListener('mouseenter', () => this.text.light([one.span], false));
          item.addEventListener('mouseleave', () => this.text.light([], false));
          return item;
        }),
      ),
    );
  }

  /** @returns {import('./card.js').Hands} */
  hands() {
    return {
      kept: this.kept,
      choose: (at) => this.choose(at, true),
      field: (name) => this.focusField(name),
      hover: (spans) => this.text.light(spans ?? this.litSpans(), false),
      slice: (start, end) => this.text.points.slice(start, end),
      accept: (field) => void this.decisions.accept(field),
      reject: (field) => void this.decisions.reject(field),
      correct: (field) => this.decisions.correct(field),
      history: (field) => this.decisions.history(field),
      note: () => this.decisions.note(),
      restore: (told) => void this.decisions.restore(told),
      take: (field, mark, stands) => void this.decisions.settle(field, mark, stands),
    };
  }

  get told() {
    return /** @type {Told | undefined} */ (this.model.events[this.chosen]);
  }

  litSpans() {
    return this.told?.fields.find((field) => field.name === this.focused)?.spans ?? [];
  }

  /** Chooses an event: opens its card and lights its words. @param {number} at @param {boolean} [toggle] */
  choose(at, toggle = false) {
    const again = at === this.chosen;
    this.chosen = again && toggle ? -1 : at;
    this.focused = null;
    const keep = this.textPane.scrollTop;
    this.redraw();
    this.textPane.scrollTop = keep;
    this.text.choose(this.chosen);
    this.text.light([], false);
    const told = this.told;
    this.around.chosen?.(told?.id ?? null);
    this.head(at)?.focus({ preventScroll: true });
    if (!told) return;
    const element = document.getElementById(`card-${at}`);
    if (NARROW.matches) element?.scrollIntoView({ block: 'nearest', behavior: SMOOTH });
    else {
      element?.scrollIntoView({ block: 'nearest', behavior: SMOOTH });
      this.showWords(told);
    }
  }

  /** Scrolls the text to the word of an event without lighting it beyond its own. @param {Told} told */
  showWords(told) {
    const { part, start } = told.record.trigger;
    const points = part === 'title' ? this.text.titlePoints : this.text.points;
    const unit = points.unit(start);
    const piece = this.text.pieces.find((one) => one.title === (part === 'title') && one.start <= unit && one.end > unit);
    if (piece) reveal(piece.element, SMOOTH);
  }

  /** @param {number} at */
  head(at) {
    return /** @type {HTMLElement | null} */ (this.element.querySelector(`#head-${at}`));
  }

  /** Draws the cards anew, not the text. */
  redraw() {
    const hands = this.hands();
    for (const [at, told] of this.model.events.entries()) {
      const old = this.element.querySelector(`#card-${at}`);
      const open = at === this.chosen;
      if (old && (open || old.classList.contains('open'))) old.replaceWith(card(told, at, this.model, hands, open));
    }
  }

  /** @param {string | null} name */
  focusField(name) {
    this.focused = name;
    for (const row of this.element.querySelectorAll('.field'))
      row.classList.toggle('active', /** @type {HTMLElement} */ (row).dataset.field === name);
    const first = this.text.light(this.litSpans(), !NARROW.matches, SMOOTH);
    void first;
  }

  /** Goes to the next or previous field of the open card. @param {1 | -1} step */
  moveField(step) {
    const told = this.told;
    if (!told) return this.move(step);
    const rows = /** @type {HTMLElement[]} */ ([...this.element.querySelectorAll(`#card-${this.chosen} .field > .value`)]);
    const here = rows.findIndex((row) => row === document.activeElement || row.parentElement?.contains(document.activeElement));
    const next = here + step;
    if (next < 0) this.head(this.chosen)?.focus();
    else rows[Math.min(next, rows.length - 1)]?.focus();
  }

  /** @param {1 | -1} step */
  move(step) {
    const { length } = this.model.events;
    if (!length) return;
    this.choose(Math.max(0, Math.min(length - 1, this.chosen < 0 ? (step > 0 ? 0 : length - 1) : this.chosen + step)));
  }

  /** Opens the event that clicked words belong to; again, the next of several. @param {EventTarget | null} target */
  open(target) {
    const here = this.text.eventsAt(target);
    if (!here.length) return;
    const now = here.indexOf(this.chosen);
    const next = here[(now + 1) % here.length];
    if (next !== this.chosen) this.choose(next);
    if (here.length > 1) whisper(`${now + 2 > here.length ? 1 : now + 2} of ${here.length} events of these words`);
  }

  selectionChanged() {
    const span = this.text.marked();
    const highlights = /** @type {any} */ (CSS).highlights;
    const editing =
      this.element.contains(document.activeElement) &&
      document.activeElement !== this.text.element &&
      document.activeElement?.closest('.editor, .mark-tools');
    if (!span) {
      if (!editing) this.clearMark();
      return;
    }
    this.markedNow = span;
    const range = this.text.rangeOf(this.text.points.unit(span.start), this.text.points.unit(span.end));
    if (highlights && range) highlights.set('marked', new /** @type {any} */ (window).Highlight(range));
    if (this.kept && range) this.showTools(range);
  }

  clearMark() {
    this.markedNow = null;
    this.popup.hidden = true;
    /** @type {any} */ (CSS).highlights?.delete('marked');
  }

  /** What can be done with marked words. @param {Range} range */
  showTools(range) {
    const told = this.told;
    const button = (/** @type {string} */ words, /** @type {() => void} */ act) =>
      h('button', { type: 'button', on: { mousedown: (/** @type {Event} */ e) => e.preventDefault(), click: act } }, words);
    fill(
      this.popup,
      button('New event (e)', () => this.decisions.add()),
      told && !told.rejected
        ? [
            h('span', {}, 'or for the open event:'),
            ...FIELDS.filter((field) => ROLES.includes(field.name)).map((field) =>
              button(field.label, () => void this.decisions.assign(field.name)),
            ),
            button('Where', () => this.decisions.correct('place')),
          ]
        : null,
    );
    this.popup.hidden = false;
    const box = range.getBoundingClientRect();
    const frame = this.element.getBoundingClientRect();
    const below = box.bottom - frame.top + 6;
    this.popup.style.left = `${Math.max(0, Math.min(box.left - frame.left, frame.width - this.popup.offsetWidth - 4))}px`;
    this.popup.style.top = `${Math.min(below, Math.max(0, frame.height - this.popup.offsetHeight - 4))}px`;
  }

  /** Shows a newer sheet of the same report; the focus stays on the same field of the same event. @param {Sheet} sheet */
  renew(sheet) {
    const at = this.focusPlace();
    this.take(sheet);
    if (at.inside) this.restoreFocus(at);
  }

  /** Whether somebody is in the middle of something that a new sheet would disturb. */
  get inHand() {
    return Boolean(this.element.querySelector('.editor') || document.querySelector('dialog[open]') || this.markedNow);
  }

  focusPlace() {
    const row = /** @type {HTMLElement | null} */ (document.activeElement?.closest?.('.field'));
    const inside =
      this.element.contains(document.activeElement) ||
      document.activeElement === document.body ||
      Boolean(document.activeElement?.closest('#toast'));
    return { field: row?.dataset.field ?? this.focused, inside };
  }

  /** @param {{field: string | null, inside: boolean}} at */
  restoreFocus({ field }) {
    if (this.chosen < 0) return this.text.element.focus({ preventScroll: true });
    const value = field
      ? /** @type {HTMLElement | null} */ (this.element.querySelector(`#card-${this.chosen} .field[data-field="${field}"] > .value`))
      : null;
    (value ?? this.head(this.chosen))?.focus({ preventScroll: true });
  }

  /** @returns {Shortcut[]} */
  keys() {
    const field = () => /** @type {HTMLElement | null} */ (document.activeElement?.closest?.('.field'))?.dataset.field;
    return [
      { keys: 'j', about: 'next event', act: () => this.move(1) },
      { keys: 'k', about: 'previous event', act: () => this.move(-1) },
      { keys: 'ArrowDown', about: 'next field of the event', act: () => this.moveField(1) },
      { keys: 'ArrowUp', about: 'previous field', act: () => this.moveField(-1) },
      { keys: 'a', about: 'accept the field, or the event', act: () => void this.decisions.accept(field()) },
      { keys: 'A', about: 'accept the event and go on to the next unchecked one', act: () => void this.decisions.acceptAndGoOn() },
      { keys: 'r', about: 'reject the field (it becomes empty), or the event', act: () => void this.decisions.reject(field()) },
      {
        keys: 'c',
        about: 'correct the field',
        act: () => {
          const name = field();
          if (name) this.decisions.correct(name);
          else if (this.told) this.decisions.correct('type');
        },
      },
      { keys: 'n', about: 'note', act: () => this.decisions.note() },
      { keys: 'y', about: 'history of the field, or the event', act: () => this.decisions.history(field()) },
      { keys: 'e', about: 'add an event told by the marked words', act: () => this.decisions.add() },
      { keys: 'm', about: 'join its incident with another', act: () => void this.decisions.join() },
      { keys: 'u', about: 'undo', act: () => void this.decisions.undo() },
      { keys: 't', about: 'go to the text', act: () => this.text.element.focus() },
      {
        keys: 'Escape',
        about: 'close the event',
        act: () => {
          if (this.chosen >= 0) this.choose(this.chosen, true);
        },
      },
    ];
  }
}
