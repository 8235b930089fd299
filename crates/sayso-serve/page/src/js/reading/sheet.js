// A report and its events side by side: what is chosen, what is lit, and what a person decides. Used for reports of the casebook and for
// those just pasted; a pasted one cannot be decided on until it is kept.

import { h, fill, SMOOTH } from '../base/dom.js';
import { tell, whisper, fail } from '../base/live.js';
import { decide, forget, lastSent } from '../base/reviews.js';
import { dialog } from '../base/dialog.js';
import { FIELDS, LEGEND, ROLES, COUNTS, so, plain } from '../base/says.js';
import { joinDialog } from '../incident/join.js';
import { modelOf } from './model.js';
import { Text, reveal } from './text.js';
import { Cursor } from './cursor.js';
import { card, countWords, historyList } from './card.js';
import { editorOf, statusPart, typePart } from './editor.js';

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
    /** Decisions go out one after another, however fast the keys come. @type {Promise<unknown>} */
    this.sending = Promise.resolve();
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
      accept: (field) => void this.accept(field),
      reject: (field) => void this.reject(field),
      correct: (field) => this.correct(field),
      history: (field) => this.history(field),
      note: () => this.note(),
      restore: (told) => void this.restore(told),
      take: (field, mark, stands) => void this.settle(field, mark, stands),
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
      button('New event (e)', () => this.add()),
      told && !told.rejected
        ? [
            h('span', {}, 'or for the open event:'),
            ...FIELDS.filter((field) => ROLES.includes(field.name)).map((field) => button(field.label, () => void this.assign(field.name))),
            button('Where', () => this.correct('place')),
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

  /** Marked words as one more filler of a role. @param {string} role */
  async assign(role) {
    const told = this.told;
    const span = this.markedNow;
    if (!told || !span) return;
    const now = told.record.arguments.filter((one) => one.role === role).map((one) => ({ start: one.span.start, end: one.span.end }));
    await this.send(
      { event: told.key, field: role, verdict: 'correct', before: now, after: [...now, { start: span.start, end: span.end }] },
      `${role}: added “${span.quote}”`,
    );
  }

  /**
   * Sends a decision on this report, shows the answer, keeps the focus where it was.
   * @param {Partial<Review> & {verdict: string}} review @param {string} words
   */
  async send(review, words) {
    if (!this.kept) return tell('Keep the report first: then it can be reviewed.');
    const turn = this.sending.then(() => this.sendNow(review, words));
    this.sending = turn.catch(() => undefined);
    await turn;
  }

  /** @param {Partial<Review> & {verdict: string}} review @param {string} words */
  async sendNow(review, words) {
    const answer = await decide({ report: this.sheet.report.key, ...review });
    if (!answer) return;
    this.clearMark();
    getSelection()?.removeAllRanges();
    if (answer.sheet) this.renew(answer.sheet);
    tell(words, review.verdict === 'undo' ? undefined : { label: 'Undo', act: () => void this.undo(answer.number) });
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

  /** @param {string} [field] */
  async accept(field) {
    const told = this.told;
    if (!told) return;
    await this.send(
      { event: told.key, field: field ?? null, verdict: 'accept', before: field ? this.value(told, field) : null },
      field ? `Accepted: ${label(field)}` : 'Event accepted',
    );
  }

  /** Accepts the event and chooses the next that nobody has checked. */
  async acceptAndGoOn() {
    const key = this.told?.key;
    await this.accept();
    const here = key ? this.find(key) : -1;
    const { length } = this.model.events;
    for (let step = 1; step <= length; step++) {
      const at = (here + step + length) % length;
      if (!isChecked(this.model.events[at])) return this.choose(at);
    }
    tell('Every event of this report is checked; ] goes to the next report.');
  }

  /** @param {string} [field] */
  async reject(field) {
    const told = this.told;
    if (!told) return;
    await this.send(
      { event: told.key, field: field ?? null, verdict: 'reject', before: field ? this.value(told, field) : null },
      field ? `Emptied: ${label(field)}` : 'Event rejected',
    );
  }

  /** @param {Told} told */
  async restore(told) {
    const row = [...this.sheet.reviews]
      .reverse()
      .find(
        ({ review, undone }) =>
          !undone &&
          review.verdict === 'reject' &&
          !review.field &&
          review.event?.start === told.key.start &&
          review.event?.end === told.key.end,
      );
    if (row) await this.undo(row.number);
  }

  /** @param {string} field @param {{verdict: string, after?: unknown}} mark @param {boolean} stands */
  async settle(field, mark, stands) {
    const told = this.told;
    if (!told) return;
    const verdict = stands || mark.verdict.startsWith('accept') ? 'accept' : mark.verdict.startsWith('reject') ? 'reject' : 'correct';
    await this.send(
      {
        event: told.key,
        field: field || null,
        verdict,
        before: field ? this.value(told, field) : null,
        ...(verdict === 'correct' ? { after: mark.after } : {}),
      },
      `Settled: ${field ? label(field) : 'the event'}`,
    );
  }

  /** The value of a field as a review says it. @param {Told} told @param {string} field */
  value(told, field) {
    const { record } = told;
    if (field === 'type') return { event: record.plover.event, mode: record.plover.mode ?? null };
    if (field === 'status') return record.status;
    if (ROLES.includes(field))
      return record.arguments.filter((one) => one.role === field).map((one) => ({ start: one.span.start, end: one.span.end }));
    if (COUNTS.includes(field)) {
      const count = /** @type {any} */ (record)[field];
      return count ? { low: count.low, high: count.high ?? null } : null;
    }
    if (field === 'time') return record.time ? { from: record.time.from ?? null, to: record.time.to ?? null } : null;
    const place = record.place;
    return place
      ? {
          name: place.name,
          country: place.country,
          admin1: place.admin1,
          lat: place.lat,
          lon: place.lon,
          geonames: place.geonames,
          precision: place.precision,
        }
      : null;
  }

  /** Opens the editor of a field in its card. @param {string} field */
  correct(field) {
    const told = this.told;
    if (!told || told.rejected) return;
    if (!this.kept) return tell('Keep the report first: then it can be corrected.');
    const root = this.element.querySelector(`#card-${this.chosen}`);
    const slot = root?.querySelector(`.slot[data-slot="${field}"]`) ?? root?.querySelector('.slot[data-slot="more"]');
    if (!slot) return;
    for (const old of this.element.querySelectorAll('.editor')) old.remove();
    this.focused = field;
    const back = () => {
      fill(slot);
      const row = /** @type {HTMLElement | null} */ (
        root?.querySelector(`.field[data-field="${field}"] > .value`) ?? root?.querySelector(`[data-add="${field}"]`) ?? null
      );
      (row ?? this.head(this.chosen))?.focus();
    };
    const editor = editorOf({
      record: told.record,
      field,
      published: this.sheet.report.published,
      marked: () => this.text.marked() ?? this.markedNow,
      cancel: back,
      save: (after) =>
        void this.send(
          { event: told.key, field, verdict: 'correct', before: this.value(told, field), after },
          `Corrected: ${label(field)}`,
        ),
    });
    fill(slot, h('h4', {}, `Correct: ${label(field)}`), editor);
    const first = /** @type {HTMLElement | null} */ (editor.querySelector('input, select, button'));
    first?.focus();
    if (first instanceof HTMLInputElement && first.type === 'text') first.select();
    slot.scrollIntoView({ block: 'nearest', behavior: SMOOTH });
  }

  /** Adds an event told by the marked words. */
  add() {
    const span = this.text.marked() ?? this.markedNow;
    if (!this.kept) return tell('Keep the report first: then events can be added.');
    if (!span) return tell('Mark the word that tells of the event first.');
    const type = typePart(null);
    const status = statusPart(null);
    void dialog('Add an event', (close) => {
      const wrong = h('p', { class: 'wrong', role: 'alert' });
      return [
        h(
          'form',
          {
            class: 'stack',
            on: {
              submit: (/** @type {Event} */ event) => {
                event.preventDefault();
                const chosen = /** @type {{event: string, mode: string | null} | undefined} */ (type.value());
                if (!chosen) return fill(wrong, 'Choose what kind of event it is.');
                close('add');
                void this.send(
                  {
                    event: { kind: chosen.event, start: span.start, end: span.end },
                    field: null,
                    verdict: 'add',
                    after: { type: chosen, status: status.value() },
                  },
                  'Event added',
                ).then(() => {
                  const at = this.find({ kind: chosen.event, start: span.start, end: span.end });
                  if (at >= 0) this.choose(at);
                });
                return undefined;
              },
            },
          },
          h('p', {}, 'Told by the words ', h('q', {}, h('bdi', {}, span.quote))),
          h('div', { class: 'labelled' }, h('span', {}, 'What'), type.element),
          h('div', { class: 'labelled' }, h('span', {}, 'Status'), status.element),
          wrong,
          h(
            'div',
            { class: 'row' },
            h('button', { class: 'main' }, 'Add'),
            h('button', { type: 'button', on: { click: () => close() } }, 'Cancel'),
          ),
        ),
      ];
    });
  }

  note() {
    const told = this.told;
    if (!this.kept) return tell('Keep the report first.');
    void dialog(told ? 'Note on this event' : 'Note on the report', (close) => {
      const text = h('textarea', { rows: 4, id: 'note-text', required: true });
      return [
        h(
          'form',
          {
            class: 'stack',
            on: {
              submit: (/** @type {Event} */ event) => {
                event.preventDefault();
                const words = text.value.trim();
                close('note');
                if (words) void this.send({ event: told?.key ?? null, field: null, verdict: 'note', note: words }, 'Note kept');
              },
            },
          },
          h('label', { for: 'note-text' }, 'Note'),
          text,
          h('div', { class: 'row' }, h('button', { class: 'main' }, 'Keep the note')),
        ),
      ];
    });
  }

  /** @param {string} [field] */
  history(field) {
    const told = this.told;
    const rows = this.sheet.reviews.filter(
      ({ review }) =>
        !told ||
        (review.event && review.event.start === told.key.start && review.event.end === told.key.end && (!field || review.field === field)),
    );
    void dialog(
      field ? `History of: ${label(field)}` : told ? 'History of the event' : 'History of the report',
      () => [historyList(rows, (start, end) => this.text.points.slice(start, end))],
      { wide: true },
    );
  }

  /** Takes back a review: the one given, or the newest of this page, or else the newest of the report. @param {number} [number] */
  async undo(number) {
    const mine =
      number ??
      lastSent(this.sheet.report.key)?.number ??
      [...this.sheet.reviews].reverse().find((row) => !row.undone && row.review.verdict !== 'undo')?.number;
    if (!mine) return tell('There is nothing to take back.');
    await this.send({ event: this.told?.key ?? null, field: null, verdict: 'undo', after: mine }, 'Taken back');
    forget(mine);
  }

  async join() {
    const told = this.told;
    if (!told?.incident) return tell('Choose an event first: its incident is joined with another.');
    try {
      if (await joinDialog(told.incident)) tell('Joined into one incident.');
    } catch (error) {
      fail(error, 'Join');
    }
  }

  /** @returns {Shortcut[]} */
  keys() {
    const field = () => /** @type {HTMLElement | null} */ (document.activeElement?.closest?.('.field'))?.dataset.field;
    return [
      { keys: 'j', about: 'next event', act: () => this.move(1) },
      { keys: 'k', about: 'previous event', act: () => this.move(-1) },
      { keys: 'ArrowDown', about: 'next field of the event', act: () => this.moveField(1) },
      { keys: 'ArrowUp', about: 'previous field', act: () => this.moveField(-1) },
      { keys: 'a', about: 'accept the field, or the event', act: () => void this.accept(field()) },
      { keys: 'A', about: 'accept the event and go on to the next unchecked one', act: () => void this.acceptAndGoOn() },
      { keys: 'r', about: 'reject the field (it becomes empty), or the event', act: () => void this.reject(field()) },
      {
        keys: 'c',
        about: 'correct the field',
        act: () => {
          const name = field();
          if (name) this.correct(name);
          else if (this.told) this.correct('type');
        },
      },
      { keys: 'n', about: 'note', act: () => this.note() },
      { keys: 'y', about: 'history of the field, or the event', act: () => this.history(field()) },
      { keys: 'e', about: 'add an event told by the marked words', act: () => this.add() },
      { keys: 'm', about: 'join its incident with another', act: () => void this.join() },
      { keys: 'u', about: 'undo', act: () => void this.undo() },
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

/** Whether somebody has decided on an event as a whole. @param {Told} told */
function isChecked(told) {
  return told.mark.verdict !== 'none' || (told.mark.reviewed ?? 'none') !== 'none';
}

/** @param {string} field */
function label(field) {
  return FIELDS.find((one) => one.name === field)?.label ?? plain(field);
}
