// A sheet as the reading view needs it: the events in the order of the text, each with its fields, their words and what people said of them.

import { COUNTS, FIELDS, ROLES, people, placeOf, relationOf, statusOf, typeOf, PRECISION } from '../base/says.js';
import { span as daysOf } from '../base/days.js';

/**
 * @typedef {{name: string, label: string, letter: string, words: string, note: string, spans: Span[], empty: boolean, mark?: FieldMark}} Field
 * @typedef {{id: string, record: EventRecord, key: Key, mark: EventMark, fields: Field[], rejected: boolean, fact: boolean, incident?: string}} Told
 * @typedef {{sheet: Sheet, events: Told[], statements: Map<string, Statement>, entities: Map<string, Entity>}} Model
 */

/** @param {Sheet} sheet @returns {Model} */
export function modelOf(sheet) {
  const { reading, original } = sheet;
  const entities = new Map([...(original?.entities ?? []), ...reading.entities].map((one) => [one.id, one]));
  const statements = new Map([...(original?.statements ?? []), ...reading.statements].map((one) => [one.id, one]));
  const present = new Set(reading.events.map((event) => event.id));
  const rejected = new Set(
    sheet.marks.flatMap((mark) => (mark.verdict === 'rejected' && mark.event && !present.has(mark.event) ? [mark.event] : [])),
  );
  const records = [...reading.events, ...(original?.events ?? []).filter((event) => rejected.has(event.id))];
  const events = records.map((record) => {
    const key = {
      kind: record.plover.event,
      start: record.trigger.start,
      end: record.trigger.end,
      ...(record.trigger.part ? { part: record.trigger.part } : {}),
    };
    const mark = sheet.marks.find((one) => one.event === record.id) ?? { event: record.id, key, verdict: 'none', fields: {} };
    return {
      id: record.id,
      record,
      key: mark.key,
      mark,
      rejected: rejected.has(record.id),
      fact: statusOf(record.status).fact,
      incident: sheet.incidents?.[record.id],
      fields: FIELDS.map((field) => ({ ...field, ...valueOf(record, field.name, entities), mark: mark.fields?.[field.name] })),
    };
  });
  events.sort((a, b) => place(a.record.trigger) - place(b.record.trigger));
  return { sheet, events, statements, entities };
}

/** @param {Span} span */
function place(span) {
  return span.part === 'title' ? span.start - 1e9 : span.start;
}

/** @param {EventRecord} record @param {string} name @param {Map<string, Entity>} entities */
function valueOf(record, name, entities) {
  if (name === 'type') {
    return {
      words: typeOf(record.plover.event, record.plover.mode),
      note: record.acled?.sub_event_type ?? '',
      spans: [record.trigger, ...(record.mentions ?? [])],
      empty: false,
    };
  }
  if (name === 'status') return { words: statusOf(record.status).word, note: '', spans: [], empty: false };
  if (ROLES.includes(name)) {
    const list = record.arguments.filter((one) => one.role === name);
    return {
      words: list.map((one) => one.span.quote).join('; '),
      note: list
        .map((one) => alias(one, entities))
        .filter(Boolean)
        .join('; '),
      spans: list.map((one) => one.span),
      empty: !list.length,
    };
  }
  if (COUNTS.includes(name)) {
    const count = /** @type {any} */ (record)[name];
    return { words: people(count), note: '', spans: given(count?.span, record), empty: !count };
  }
  if (name === 'time') {
    const time = record.time;
    const note = time?.precision && !['day', 'unknown'].includes(time.precision) && time.from !== time.to ? `to the ${time.precision}` : '';
    return { words: daysOf(time), note, spans: given(time?.span, record), empty: !time || (!time.from && !time.to) };
  }
  const at = record.place;
  if (!at) return { words: '', note: '', spans: [], empty: true };
  const around = [
    relationOf(at),
    at.within ? `placed by ${at.within.name}` : '',
    at.precision ? (PRECISION[at.precision] ?? at.precision) : '',
    record.places?.length ? `also ${record.places.map((one) => one.name).join(', ')}` : '',
  ].filter(Boolean);
  return { words: placeOf(at), note: around.join('; '), spans: [...given(at.span, record), ...worded(at.relation?.span)], empty: false };
}

/** The name of whom the words mean, where they do not say it. @param {Argument} argument @param {Map<string, Entity>} entities */
function alias(argument, entities) {
  const entity = argument.entity ? entities.get(argument.entity) : undefined;
  if (!entity) return '';
  const name = argument.span.quote.toLowerCase().includes(entity.name.toLowerCase()) ? '' : entity.name;
  return [name, entity.sector].filter(Boolean).join(', ');
}

/**
 * The words that give a value; a value that a person gave has none in the text, and the record then names the event's own.
 * @param {Span | null | undefined} span @param {EventRecord} record
 */
function given(span, record) {
  const own = span?.start === record.trigger.start && span.end === record.trigger.end && span.part === record.trigger.part;
  return own ? [] : worded(span);
}

/** A span that has words: corrections by hand may have none. @param {Span | null | undefined} span */
function worded(span) {
  return span && span.end > span.start ? [span] : [];
}

/**
 * The chain of a claim, from the outlet inwards to the first who says so.
 * @param {Claim} claim @param {Model} model
 * @returns {{who: string, kind: string, act: string, via: string[], spans: Span[], open: boolean}[]}
 */
export function chainOf(claim, model) {
  const outlet = model.sheet.report.outlet || model.sheet.reading.report.outlet;
  const chain = [
    {
      who: outlet || 'this report',
      kind: outlet ? 'outlet' : '',
      act: '',
      via: /** @type {string[]} */ ([]),
      spans: /** @type {Span[]} */ ([]),
      open: false,
    },
  ];
  /** @type {Statement[]} */
  const inner = [];
  let id = claim.statement;
  while (id && inner.length < 8) {
    const statement = model.statements.get(id);
    if (!statement || inner.includes(statement)) break;
    inner.unshift(statement);
    id = statement.within ?? null;
  }
  for (const statement of inner) {
    const entity = statement.source?.entity ? model.entities.get(statement.source.entity) : undefined;
    const quote = statement.source?.span.quote;
    const name =
      entity && quote && entity.name.length > 3 && !quote.includes(entity.name) && /^(he|she|it|they|who)$/i.test(quote)
        ? entity.name
        : quote;
    chain.push({
      who: name ?? 'somebody it does not name',
      kind: statement.source?.kind ?? '',
      act: statement.act,
      via: statement.via ?? [],
      spans: [
        ...worded(statement.source?.span),
        ...worded(statement.cue),
        ...(statement.channels ?? []).flatMap((one) => worded(one.span)),
      ],
      open: !quote,
    });
  }
  return chain;
}

/** All spans that an event's card can light, each with its field. @param {Told} told @param {Model} model */
export function spansOf(told, model) {
  const spans = told.fields.flatMap((field) => field.spans.map((span) => ({ span, field: field.name })));
  for (const claim of told.record.claims) {
    for (const link of chainOf(claim, model).slice(1)) for (const span of link.spans) spans.push({ span, field: 'source' });
  }
  for (const evidence of told.record.evidence ?? []) spans.push({ span: evidence.span, field: 'source' });
  return spans;
}
