// What a person decides on the events of a report: each decision goes out as a review, and the sheet that comes back is shown.

import { h, fill, SMOOTH } from '../base/dom.js';
import { get } from '../base/api.js';
import { tell, fail } from '../base/live.js';
import { decide, forget, lastSent } from '../base/reviews.js';
import { dialog } from '../base/dialog.js';
import { FIELDS, ROLES, COUNTS, plain } from '../base/says.js';
import { joinDialog } from '../incident/join.js';
import { historyList } from './card.js';
import { editorOf, statusPart, typePart } from './editor.js';

/** @typedef {import('./model.js').Told} Told */
/** @typedef {import('./sheet.js').SheetView} SheetView */

export class Decisions {
  /** @param {SheetView} view */
  constructor(view) {
    this.view = view;
    /** Decisions go out one after another, however fast the keys come. @type {Promise<unknown>} */
    this.sending = Promise.resolve();
  }

  /** Marked words as one more filler of a role. @param {string} role */
  async assign(role) {
    const told = this.view.told;
    const span = this.view.markedNow;
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
    if (!this.view.kept) return tell('Keep the report first: then it can be reviewed.');
    const turn = this.sending.then(() => this.sendNow(review, words));
    this.sending = turn.catch(() => undefined);
    await turn;
  }

  /** @param {Partial<Review> & {verdict: string}} review @param {string} words */
  async sendNow(review, words) {
    const answer = await decide({ report: this.view.sheet.report.key, ...review });
    if (!answer) return;
    this.view.clearMark();
    getSelection()?.removeAllRanges();
    if (answer.sheet) this.view.renew(answer.sheet);
    tell(words, review.verdict === 'undo' ? undefined : { label: 'Undo', act: () => void this.undo(answer.number) });
  }

  /** @param {string} [field] */
  async accept(field) {
    const told = this.view.told;
    if (!told) return;
    await this.send(
      { event: told.key, field: field ?? null, verdict: 'accept', before: field ? this.value(told, field) : null },
      field ? `Accepted: ${label(field)}` : 'Event accepted',
    );
  }

  /** Accepts the event and chooses the next that nobody has checked. */
  async acceptAndGoOn() {
    const key = this.view.told?.key;
    await this.accept();
    const here = key ? this.view.find(key) : -1;
    const { length } = this.view.model.events;
    for (let step = 1; step <= length; step++) {
      const at = (here + step + length) % length;
      if (!isChecked(this.view.model.events[at])) return this.view.choose(at);
    }
    tell('Every event of this report is checked; ] goes to the next report.');
  }

  /** @param {string} [field] */
  async reject(field) {
    const told = this.view.told;
    if (!told) return;
    await this.send(
      { event: told.key, field: field ?? null, verdict: 'reject', before: field ? this.value(told, field) : null },
      field ? `Emptied: ${label(field)}` : 'Event rejected',
    );
  }

  /** @param {Told} told */
  async restore(told) {
    const row = [...this.view.sheet.reviews]
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
    const told = this.view.told;
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
    const told = this.view.told;
    if (!told || told.rejected) return;
    if (!this.view.kept) return tell('Keep the report first: then it can be corrected.');
    const root = this.view.element.querySelector(`#card-${this.view.chosen}`);
    const slot = root?.querySelector(`.slot[data-slot="${field}"]`) ?? root?.querySelector('.slot[data-slot="more"]');
    if (!slot) return;
    for (const old of this.view.element.querySelectorAll('.editor')) old.remove();
    this.view.focused = field;
    const back = () => {
      fill(slot);
      const row = /** @type {HTMLElement | null} */ (
        root?.querySelector(`.field[data-field="${field}"] > .value`) ?? root?.querySelector(`[data-add="${field}"]`) ?? null
      );
      (row ?? this.view.head(this.view.chosen))?.focus();
    };
    const editor = editorOf({
      record: told.record,
      field,
      published: this.view.sheet.report.published,
      marked: () => this.view.text.marked() ?? this.view.markedNow,
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
    const span = this.view.text.marked() ?? this.view.markedNow;
    if (!this.view.kept) return tell('Keep the report first: then events can be added.');
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
                  const at = this.view.find({ kind: chosen.event, start: span.start, end: span.end });
                  if (at >= 0) this.view.choose(at);
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
    const told = this.view.told;
    if (!this.view.kept) return tell('Keep the report first.');
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
    const told = this.view.told;
    const rows = this.view.sheet.reviews.filter(
      ({ review }) =>
        !told ||
        (review.event && review.event.start === told.key.start && review.event.end === told.key.end && (!field || review.field === field)),
    );
    void dialog(
      field ? `History of: ${label(field)}` : told ? 'History of the event' : 'History of the report',
      () => [historyList(rows, (start, end) => this.view.text.points.slice(start, end))],
      { wide: true },
    );
  }

  /** Takes back a review: the one given, or the newest of this page, or else the newest of the report. @param {number} [number] */
  async undo(number) {
    const mine =
      number ??
      lastSent(this.view.sheet.report.key)?.number ??
      [...this.view.sheet.reviews].reverse().find((row) => !row.undone && row.review.verdict !== 'undo')?.number;
    if (!mine) return tell('There is nothing to take back.');
    await this.send({ event: this.view.told?.key ?? null, field: null, verdict: 'undo', after: mine }, 'Taken back');
    forget(mine);
  }

  async join() {
    const told = this.view.told;
    if (!told?.incident) return tell('Choose an event first: its incident is joined with another.');
    try {
      if (!(await joinDialog(told.incident))) return;
      this.view.renew(await get(`reports/${this.view.sheet.report.number}`)); // its events have another incident now
      tell('Joined into one incident.');
    } catch (error) {
      fail(error, 'Join');
    }
  }
}

/** Whether somebody has decided on an event as a whole. @param {Told} told */
export function isChecked(told) {
  return told.mark.verdict !== 'none' || (told.mark.reviewed ?? 'none') !== 'none';
}

/** @param {string} field */
function label(field) {
  return FIELDS.find((one) => one.name === field)?.label ?? plain(field);
}
