// One event as a card: closed, a line that says it; open, every field, who says so, and what can be done with it.

import { h, bdi, hidden } from '../base/dom.js';
import { ACTS, FACTUALITY, KINDS, REVIEWED, capital, plain, so, statusOf } from '../base/says.js';
import { moment } from '../base/days.js';
import { address } from '../base/route.js';
import { chainOf } from './model.js';
import { afterWords } from './editor.js';

/** @typedef {import('./model.js').Told} Told */
/** @typedef {import('./model.js').Field} Field */
/** @typedef {import('./model.js').Model} Model */
/**
 * What a card asks of the view around it.
 * @typedef {{choose: (at: number) => void, field: (name: string | null) => void, hover: (spans: Span[] | null) => void, slice: (start: number, end: number) => string,
 *   accept: (field?: string) => void, reject: (field?: string) => void, correct: (field: string) => void, history: (field?: string) => void, note: () => void,
 *   take: (field: string, mark: {by: string, verdict: string, after?: unknown}, stands: boolean) => void, restore: (told: Told) => void, kept: boolean}} Hands
 */

/** @param {Told} told @param {number} at @param {Model} model @param {Hands} hands @param {boolean} open */
export function card(told, at, model, hands, open) {
  const status = statusOf(told.record.status);
  const classes = ['card', told.fact ? 'fact' : 'unasserted', open ? 'open' : '', told.rejected ? 'rejected' : ''].join(' ');
  const head = h(
    'button',
    { type: 'button', class: 'card-head', id: `head-${at}`, 'aria-expanded': String(open), on: { click: () => hands.choose(at) } },
    h('span', { class: 'sign', 'aria-hidden': 'true' }, status.mark),
    h('span', { class: 'card-title' }, h('span', { class: 'kind' }, value(told, 'type')), ' ', h('q', {}, bdi(told.record.trigger.quote))),
    h('span', { class: 'state' }, told.rejected ? 'rejected' : status.word),
    reviewedMark(told),
  );
  return h(
    'li',
    { class: classes, id: `card-${at}`, data: { status: told.record.status } },
    h('h3', {}, head),
    open ? body(told, at, model, hands) : h('p', { class: 'gist', on: { click: () => hands.choose(at) } }, gist(told)),
  );
}

/** @param {Told} told @param {string} name */
function value(told, name) {
  return told.fields.find((field) => field.name === name)?.words ?? '';
}

/** The event in a line: who, to whom, harm, where, when. @param {Told} told */
export function gist(told) {
  const who = value(told, 'actor');
  const whom = [value(told, 'recipient'), value(told, 'victim'), value(told, 'target')].filter(Boolean)[0];
  const harm = ['killed', 'injured', 'abducted', 'displaced']
    .map((name) => (value(told, name) ? `${value(told, name)} ${name}` : ''))
    .filter(Boolean);
  const place = told.record.place;
  /** @type {(Node | string)[]} */
  const parts = [];
  if (who || whom) parts.push(h('span', {}, who ? bdi(who) : '', whom ? h('span', { class: 'to' }, who ? ' → ' : 'to ', bdi(whom)) : ''));
  for (const words of [...harm, place?.name ?? '', value(told, 'time')]) if (words) parts.push(bdi(words));
  return parts.flatMap((part, i) => (i ? [' · ', part] : [part]));
}

/** @param {Told} told */
function reviewedMark(told) {
  const { mark } = told;
  const parts = Object.values(mark.fields ?? {});
  const conflict = parts.some((field) => field.rivals?.length);
  const verdict = mark.reviewed ?? (conflict ? 'conflict' : mark.verdict !== 'none' ? mark.verdict : parts.length ? 'some' : 'none');
  if (verdict === 'none') return null;
  const sign = { accepted: '✓', corrected: '✎', rejected: '✗', added: '+', conflict: '⚠', some: '…' }[verdict] ?? '✓';
  return h(
    'span',
    { class: `badge ${verdict}`, title: mark.by ? `${REVIEWED[verdict]} by ${mark.by}` : REVIEWED[verdict] },
    h('span', { 'aria-hidden': 'true' }, sign),
    hidden(`, ${REVIEWED[verdict] ?? verdict}`),
  );
}

/** @param {Told} told @param {number} at @param {Model} model @param {Hands} hands */
function body(told, at, model, hands) {
  const given = told.fields.filter((field) => !field.empty || field.mark);
  const missing = told.fields.filter((field) => field.empty && !field.mark);
  return h(
    'div',
    { class: 'card-body' },
    told.mark.fields?.['']?.rivals?.length ? conflict({ name: '', label: 'the event' }, told.mark.fields[''], hands) : null,
    told.record.background ? h('p', { class: 'hint' }, 'The report only looks back at this.') : null,
    h(
      'div',
      { class: 'fields', role: 'group', 'aria-label': 'Fields' },
      given.map((field) => fieldRow(field, hands)),
    ),
    missing.length && !told.rejected
      ? h(
          'p',
          { class: 'missing' },
          h('span', { class: 'hint' }, 'Not given: '),
          missing.map((field) =>
            h(
              'button',
              {
                type: 'button',
                class: 'plain add-field',
                data: { add: field.name },
                title: `Fill in: ${field.label}`,
                on: { click: () => hands.correct(field.name) },
              },
              `+ ${field.label}`,
            ),
          ),
        )
      : null,
    h('div', { class: 'slot', data: { slot: 'more' } }),
    sayso(told, model, hands),
    (told.mark.notes ?? []).map((one) =>
      h('p', { class: 'note' }, h('strong', {}, 'Note '), bdi(one.note), h('small', {}, ` ${one.by}, ${moment(one.at)}`)),
    ),
    h('p', { class: 'hint confidence' }, `Sayso is ${Math.round(told.record.confidence * 100)} % sure of type, status and parties.`),
    actions(told, at, hands),
  );
}

/** @param {Field} field @param {Hands} hands */
function fieldRow(field, hands) {
  const { mark } = field;
  const verdict = (mark && { accept: 'accepted', correct: 'corrected', reject: 'rejected' }[mark.verdict]) || mark?.verdict;
  const sign = { accepted: '✓', corrected: '✎', rejected: '✗' }[verdict ?? ''] ?? '';
  const row = h(
    'div',
    { class: 'field', data: { field: field.name } },
    h(
      'button',
      {
        type: 'button',
        class: 'value',
        'aria-describedby': undefined,
        on: { focus: () => hands.field(field.name), click: () => hands.field(field.name) },
      },
      h(
        'span',
        { class: 'label' },
        field.label,
        field.letter
          ? h(
              'span',
              {
                class: 'letter',
                data: {
                  r1:
                    field.name === 'killed' || field.name === 'injured' || field.name === 'abducted' || field.name === 'displaced'
                      ? 'number'
                      : field.name,
                },
                'aria-hidden': 'true',
              },
              field.letter,
            )
          : null,
      ),
      h(
        'span',
        { class: 'words' },
        field.empty ? h('em', {}, 'empty') : bdi(field.words),
        field.note ? h('small', {}, field.note) : null,
        verdict ? h('span', { class: `badge ${verdict}` }, `${sign} ${verdict} by `, bdi(mark?.by ?? '')) : null,
      ),
    ),
    h(
      'div',
      { class: 'field-tools', role: 'group', 'aria-label': `Decide: ${field.label}` },
      tool('Accept', 'a', () => hands.accept(field.name)),
      tool('Correct', 'c', () => hands.correct(field.name)),
      field.empty || field.name === 'type' || field.name === 'status' ? null : tool('Reject', 'r', () => hands.reject(field.name)),
      tool('History', 'y', () => hands.history(field.name)),
    ),
    h('div', { class: 'slot', data: { slot: field.name } }),
  );
  row.addEventListener('mouseenter', () => hands.hover(field.spans));
  row.addEventListener('mouseleave', () => hands.hover(null));
  if (mark?.rivals?.length) row.append(conflict(field, mark, hands));
  return row;
}

/** Two reviewers, two values: both shown, one to be chosen. @param {{name: string, label: string}} field @param {FieldMark} mark @param {Hands} hands */
function conflict(field, mark, hands) {
  /** @param {{by: string, at: string, verdict: string, after?: unknown}} one @param {boolean} stands */
  const line = (one, stands) => {
    const words = one.verdict.startsWith('reject')
      ? field.name
        ? 'nothing'
        : 'not an event'
      : one.verdict.startsWith('accept')
        ? 'as it was read'
        : afterWords(one.after, field.name, hands.slice);
    return h(
      'li',
      {},
      h('span', {}, bdi(one.by), `, ${moment(one.at)}: `, h('strong', {}, bdi(words)), stands ? ' (stands now)' : ''),
      h(
        'button',
        {
          type: 'button',
          on: { click: () => hands.take(field.name, one, stands) },
          'aria-label': `${stands ? 'Keep this' : 'Take this'}: ${words}, as ${one.by} says`,
        },
        stands ? 'Keep this' : 'Take this',
      ),
    );
  };
  return h(
    'div',
    { class: 'rivals', role: 'group', 'aria-label': `Reviewers disagree: ${field.label}` },
    h('p', {}, h('strong', {}, '⚠ Reviewers disagree')),
    h(
      'ul',
      {},
      line(mark, true),
      (mark.rivals ?? []).map((one) => line(one, false)),
    ),
  );
}

/** @param {string} words @param {string} key @param {() => void} act */
function tool(words, key, act) {
  return h('button', { type: 'button', title: `${words} (${key})`, 'aria-keyshortcuts': key, on: { click: act } }, words);
}

/** Who says so: for each claim the chain from the outlet to the first source. @param {Told} told @param {Model} model @param {Hands} hands */
function sayso(told, model, hands) {
  const claims = told.record.claims.map((claim) => {
    const chain = chainOf(claim, model);
    return h(
      'li',
      { class: 'claim', data: { factuality: claim.factuality } },
      h(
        'ol',
        { class: 'chain', 'aria-label': 'From the outlet to the first who says so' },
        chain.map((link, i) => {
          const node = h(
            'li',
            { class: `link ${link.kind}` },
            i ? h('span', { class: 'arrow', 'aria-hidden': 'true' }, '←') : null,
            i ? hidden(' which has it from ') : null,
            h(
              'button',
              {
                type: 'button',
                class: 'source',
                disabled: !link.spans.length,
                on: { focus: () => hands.hover(link.spans), blur: () => hands.hover(null), click: () => hands.hover(link.spans) },
              },
              h('span', { class: 'name' }, link.open ? h('em', {}, link.who) : bdi(link.who)),
              h('small', {}, [KINDS[link.kind] ?? link.kind, link.act ? (ACTS[link.act] ?? link.act) : ''].filter(Boolean).join(', ')),
            ),
            link.via.map((via) =>
              h('span', { class: 'via' }, h('span', { class: 'arrow', 'aria-hidden': 'true' }, '←'), ' through ', bdi(via)),
            ),
          );
          if (link.spans.length) {
            node.addEventListener('mouseenter', () => hands.hover(link.spans));
            node.addEventListener('mouseleave', () => hands.hover(null));
          }
          return node;
        }),
      ),
      h(
        'p',
        { class: 'factuality' },
        chain.length > 1 ? 'tells it ' : 'the report itself tells it ',
        h('strong', {}, FACTUALITY[claim.factuality] ?? claim.factuality),
      ),
    );
  });
  const evidence = told.record.evidence ?? [];
  return h(
    'div',
    { class: 'sayso' },
    h('h4', {}, 'Who says so'),
    claims.length ? h('ul', { class: 'claims' }, claims) : h('p', { class: 'hint' }, 'Added by hand: nobody is named.'),
    evidence.length
      ? h(
          'p',
          { class: 'evidence' },
          h('strong', {}, 'Evidence it speaks of: '),
          evidence.flatMap((one, i) => [i ? '; ' : '', `${capital(plain(one.kind))} (`, bdi(one.span.quote), ')']),
        )
      : null,
  );
}

/** @param {Told} told @param {number} at @param {Hands} hands */
function actions(told, at, hands) {
  if (!hands.kept) return null;
  if (told.rejected) {
    return h(
      'div',
      { class: 'row actions' },
      h('span', {}, `Rejected by ${told.mark.by ?? 'somebody'}. `),
      h('button', { type: 'button', on: { click: () => hands.restore(told) } }, 'Take the rejection back'),
    );
  }
  return h(
    'div',
    { class: 'row actions', role: 'group', 'aria-label': `Decide on event ${at + 1}` },
    tool('Accept event', 'a', () => hands.accept()),
    tool('Reject event', 'r', () => hands.reject()),
    tool('Note', 'n', hands.note),
    tool('History', 'y', () => hands.history()),
    told.incident ? h('a', { class: 'button', href: address(['incident', told.incident]) }, 'Its incident') : null,
  );
}

/** What people said of an event or a field, the newest first. @param {ReviewRow[]} rows @param {(start: number, end: number) => string} slice */
export function historyList(rows, slice) {
  if (!rows.length) return h('p', {}, 'Nobody has said anything of it yet.');
  return h(
    'ol',
    { class: 'history' },
    [...rows]
      .reverse()
      .map(({ number, review, undone }) =>
        h(
          'li',
          { class: undone ? 'undone' : '' },
          h('strong', {}, bdi(review.who)),
          ` ${{ accept: 'accepted', correct: 'corrected', reject: 'rejected', add: 'added', note: 'noted on', join: 'joined', split: 'split', lock: 'locked', undo: 'took back' }[review.verdict] ?? review.verdict} `,
          review.field ? plain(review.field) : review.verdict === 'undo' ? `review ${String(review.after)}` : 'the event',
          review.verdict === 'correct'
            ? h(
                'span',
                {},
                ': ',
                bdi(afterWords(review.before, review.field ?? '', slice)),
                ' → ',
                bdi(afterWords(review.after, review.field ?? '', slice)),
              )
            : '',
          review.note ? h('span', {}, ' – ', bdi(review.note)) : '',
          h('small', {}, ` ${moment(review.at)}, no. ${number}${undone ? ', taken back' : ''}`),
        ),
      ),
  );
}

/** @param {number} n */
export function countWords(n) {
  return n ? so(n, 'event') : 'No event found';
}
