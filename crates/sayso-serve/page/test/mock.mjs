// A stand-in for `sayso serve` that answers the page's contract from Node alone, so that the page can be worked on and tested without a
// server of its own. Readings are real: `sayso read` makes them (SAYSO names the program; `target/quick/sayso` by default). What it does
// with reviews and incidents is only as much as the page needs to be seen; the program is the truth.
//
//     node test/mock.mjs [--port 8737] [--bulk 10000] [FILE ...]

import { createServer } from 'node:http';
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync, mkdtempSync, existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createHash } from 'node:crypto';

const HERE = dirname(fileURLToPath(import.meta.url));
const ROOT = join(HERE, '..', '..', '..', '..');
const SRC = join(HERE, '..', 'src');
const SAYSO = process.env.SAYSO ?? join(ROOT, 'target', 'quick', 'sayso');
const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};
const HEADERS = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-cache',
};

/** Reads reports given as objects; gives them back with their readings. */
function read(inputs) {
  const file = join(mkdtempSync(join(tmpdir(), 'sayso-mock-')), 'in.jsonl');
  writeFileSync(file, inputs.map((input) => JSON.stringify(input)).join('\n') + '\n');
  const out = execFileSync(SAYSO, ['read', file, '--format', 'jsonl'], {
    maxBuffer: 1 << 28,
    stdio: ['ignore', 'pipe', 'ignore'],
  }).toString();
  return out
    .trim()
    .split('\n')
    .filter(Boolean)
    .map((line, i) => ({ input: inputs[i], reading: JSON.parse(line) }));
}

export function state() {
  return { reports: [], reviews: [], incidents: [], revision: 1, bulk: null };
}

export function addReport(world, input) {
  const { reading } = read([input])[0];
  const key = createHash('sha256').update(input.text).digest('hex');
  const known = world.reports.find((one) => one.key === key);
  if (known) return { number: known.number, added: 'known' };
  const number = world.reports.length + 1;
  world.reports.push({ number, key, input, reading });
  for (const event of reading.events) world.incidents.push({ members: [{ number, event: event.id }], locked: false });
  world.revision++;
  return { number, added: 'new' };
}

const keyOf = (event) => ({ kind: event.plover.event, start: event.trigger.start, end: event.trigger.end });
const same = (a, b) => a && b && a.start === b.start && a.end === b.end && a.kind === b.kind;

/** A report's reading with what people said of it. */
function sheet(world, report) {
  const { input, key, number } = report;
  const original = report.reading;
  const reading = structuredClone(original);
  const undone = new Set(world.reviews.filter((row) => row.review.verdict === 'undo').map((row) => row.review.after));
  const rows = world.reviews.filter((row) => row.review.report === key);
  const live = rows.filter((row) => !undone.has(row.number) && row.review.verdict !== 'undo');
  let added = 0;
  for (const { review } of live.filter((row) => row.review.verdict === 'add')) {
    const { start, end, kind } = review.event;
    reading.events.push({
      id: `a${++added}`,
      trigger: { start, end, quote: [...input.text].slice(start, end).join('') },
      mentions: [],
      plover: { event: kind, mode: review.after.type.mode, context: [] },
      status: review.after.status,
      arguments: [],
      claims: [],
      evidence: [],
      confidence: 1,
    });
  }
  const marks = reading.events.map((event) => {
    const own = live.filter((row) => same(row.review.event, keyOf(event)));
    const mark = {
      event: event.id,
      key: keyOf(event),
      verdict: event.id.startsWith('a') ? 'added' : 'none',
      by: null,
      at: null,
      fields: {},
      notes: [],
    };
    for (const { review, number: n } of own) {
      if (review.verdict === 'note') mark.notes.push({ number: n, by: review.who, at: review.at, note: review.note });
      else if (!review.field && review.verdict !== 'add' && ['accept', 'reject'].includes(review.verdict))
        Object.assign(mark, { verdict: `${review.verdict}ed`, by: review.who, at: review.at });
      else if (review.field) {
        const before = mark.fields[review.field];
        const words = { accept: 'accepted', reject: 'rejected', correct: 'corrected' }[review.verdict];
        const now = { verdict: words, by: review.who, at: review.at, number: n, before: review.before, after: review.after, rivals: [] };
        if (before && before.by !== review.who && JSON.stringify(before.after) !== JSON.stringify(review.after))
          now.rivals = [{ number: before.number, by: before.by, at: before.at, verdict: before.verdict, after: before.after }];
        mark.fields[review.field] = now;
        apply(event, review, input.text);
      }
    }
    return mark;
  });
  const rejected = new Set(marks.filter((mark) => mark.verdict === 'rejected').map((mark) => mark.event));
  reading.events = reading.events.filter((event) => !rejected.has(event.id));
  const incidents = {};
  for (const incident of world.incidents)
    for (const member of incident.members) if (member.number === number) incidents[member.event] = idOf(incident);
  return {
    report: row(report),
    text: input.text,
    title: reading.report.title ?? null,
    reading,
    original,
    marks,
    reviews: rows.map((one) => ({ ...one, undone: undone.has(one.number) })),
    incidents,
  };
}

function apply(event, { field, verdict, after }, text) {
  if (verdict === 'accept') return;
  const value = verdict === 'reject' ? null : after;
  if (field === 'type') event.plover = { ...event.plover, event: value.event, mode: value.mode };
  else if (field === 'status') event.status = value;
  else if (['actor', 'recipient', 'victim', 'target', 'weapon'].includes(field)) {
    const points = [...text];
    event.arguments = [
      ...event.arguments.filter((one) => one.role !== field),
      ...(value ?? []).map(({ start, end }) => ({ role: field, span: { start, end, quote: points.slice(start, end).join('') } })),
    ];
  } else event[field] = value;
}

const row = (report) => ({
  number: report.number,
  key: report.key,
  id: report.reading.report.id,
  title: report.reading.report.title ?? null,
  outlet: report.input.outlet ?? report.reading.report.outlet ?? null,
  url: null,
  published: report.reading.report.published ?? null,
  events: report.reading.events.length,
  reviewed: 'none',
  copy_of: null,
});
const idOf = (incident) =>
  `i${createHash('sha256')
    .update(
      incident.members
        .map((one) => `${one.number}/${one.event}`)
        .sort()
        .join(),
    )
    .digest('hex')
    .slice(0, 12)}`;

function eventRows(world) {
  if (world.bulk) return world.bulk;
  return world.reports.flatMap((report) => {
    const { reading, marks, incidents } = sheet(world, report);
    return reading.events.map((event) => {
      const quote = [...report.input.text]
        .slice(Math.max(0, event.trigger.start - 60), event.trigger.end + 60)
        .join('')
        .replace(/\s+/g, ' ');
      const names = (role) => event.arguments.filter((one) => one.role === role).map((one) => one.span.quote);
      const mark = marks.find((one) => one.event === event.id);
      const p = event.place;
      return {
        report: report.number,
        event: event.id,
        key: keyOf(event),
        type: event.plover.event,
        mode: event.plover.mode ?? null,
        status: event.status,
        word: event.trigger.quote,
        quote,
        from: event.time?.from ?? null,
        to: event.time?.to ?? null,
        place: p?.name ?? null,
        country: p?.country ?? null,
        precision: p?.precision ?? null,
        lat: p?.lat ?? null,
        lon: p?.lon ?? null,
        radius_km: p?.radius_km ?? null,
        actors: names('actor'),
        recipients: [...names('recipient'), ...names('victim')].slice(0, 2),
        killed: event.killed ?? null,
        injured: event.injured ?? null,
        outlet: report.input.outlet ?? null,
        published: reading.report.published ?? null,
        title: reading.report.title ?? null,
        incident: incidents[event.id],
        grade: 'weak',
        reviewed:
          mark?.verdict !== 'none'
            ? mark?.verdict
            : Object.values(mark?.fields ?? {}).some((f) => f.rivals.length)
              ? 'conflict'
              : Object.keys(mark?.fields ?? {}).length
                ? 'some'
                : 'none',
      };
    });
  });
}

function kept(world, query) {
  const all = (name, value) => !query.getAll(name).length || query.getAll(name).includes(value);
  return eventRows(world).filter(
    (one) =>
      all('type', one.type) &&
      all('status', one.status) &&
      all('country', one.country) &&
      all('reviewed', one.reviewed) &&
      all('outlet', one.outlet) &&
      (!query.get('words') || `${one.quote} ${one.title}`.toLowerCase().includes(query.get('words').toLowerCase())) &&
      (!query.get('from') || (one.to ?? '') >= query.get('from')) &&
      (!query.get('to') || (one.from ?? '9') <= query.get('to')) &&
      (!query.get('place') || (one.place ?? '').toLowerCase().includes(query.get('place').toLowerCase())),
  );
}

function incidentRows(world, query) {
  const events = new Map(kept(world, query).map((one) => [`${one.report}/${one.event}`, one]));
  if (world.bulk)
    return world.bulk.map((one, i) => ({
      ...one,
      id: `b${i}`,
      happened: 'yes',
      accounts: 1,
      reports: 1,
      copies: 0,
      origins: 1,
      contradictions: [],
      locked: false,
    }));
  return world.incidents.flatMap((incident) => {
    const members = incident.members.map((one) => events.get(`${one.number}/${one.event}`)).filter(Boolean);
    if (!members.length) return [];
    const happened = members.some((one) => ['occurred', 'ongoing'].includes(one.status))
      ? 'yes'
      : members[0].status === 'denied'
        ? 'no'
        : 'perhaps';
    return [
      {
        ...members[0],
        id: idOf(incident),
        happened,
        accounts: members.length,
        reports: members.length,
        copies: 0,
        origins: members.length,
        contradictions: [],
        locked: incident.locked,
      },
    ];
  });
}

function incidentOf(world, id) {
  const incident = world.incidents.find((one) => idOf(one) === id);
  if (!incident) return null;
  const told = incident.members.map(({ number, event }) => {
    const report = world.reports[number - 1];
    return {
      report,
      event: sheet(world, report).reading.events.find((one) => one.id === event) ?? report.reading.events.find((one) => one.id === event),
    };
  });
  const rivals = (value) => {
    const groups = new Map();
    told.forEach((one, member) => {
      const v = value(one.event);
      if (v === null || v === undefined) return;
      const k = JSON.stringify(v);
      if (!groups.has(k)) groups.set(k, { value: v, holders: [], origins: 0 });
      const group = groups.get(k);
      group.holders.push({ member, told: one.report.reading.report.published?.slice(0, 10) });
      group.origins++;
    });
    return [...groups.values()];
  };
  const tolls = (name) => {
    const list = rivals((event) => event[name] && { low: event[name].low, high: event[name].high ?? null });
    return list.length
      ? {
          low: Math.min(...list.map((one) => one.value.low)),
          high: Math.max(...list.map((one) => one.value.high ?? one.value.low)),
          rivals: list,
        }
      : null;
  };
  const days = rivals((event) => event.time && { from: event.time.from, to: event.time.to });
  const killed = tolls('killed');
  const contradictions = [
    ...(days.length > 1 ? [{ field: 'day', says: `day: ${days.map((one) => one.value.from).join(' or ')}` }] : []),
    ...(killed && killed.rivals.length > 1
      ? [{ field: 'killed', says: `killed: ${killed.rivals.map((one) => one.value.low).join(' or ')}`, may_be_update: true }]
      : []),
  ];
  return {
    incident: {
      schema: 'sayso.incident/1',
      id,
      locked: incident.locked,
      links: told.slice(1).map((_, i) => ({
        member: i + 1,
        to: 0,
        chance: 0.83,
        reasons: [
          { feature: 'day-same', adds: 2.6, says: 'the same day' },
          { feature: 'place-near', adds: 1.9, says: 'near one another' },
          { feature: 'type-other', adds: -0.3, says: 'types differ' },
        ],
      })),
      members: told.map(({ report }, i) => ({
        report: report.key,
        event: incident.members[i].event,
        outlet: report.input.outlet ?? null,
        published: report.reading.report.published?.slice(0, 10) ?? null,
        origins: [i],
      })),
      origins: told.map(({ report }, i) => ({
        name: report.input.outlet ?? `the report no. ${report.number}`,
        kind: 'media',
        named: true,
        interested: false,
        held: [{ member: i, why: 'own-words' }],
      })),
      types: rivals((event) => ({ plover: event.plover.event, mode: event.plover.mode })),
      happened: rivals((event) => (['occurred', 'ongoing'].includes(event.status) ? 'yes' : event.status === 'denied' ? 'no' : 'perhaps')),
      days,
      places: rivals(
        (event) =>
          event.place && {
            name: event.place.name,
            country: event.place.country,
            point: event.place.lat === null ? null : [event.place.lat, event.place.lon],
            radius_km: event.place.radius_km,
            precision: event.place.precision,
          },
      ),
      actors: rivals((event) => {
        const one = event.arguments.find((a) => a.role === 'actor');
        return one && { name: one.span.quote, named: false };
      }),
      recipients: rivals((event) => {
        const one = event.arguments.find((a) => ['recipient', 'victim'].includes(a.role));
        return one && { name: one.span.quote, named: false };
      }),
      killed,
      injured: tolls('injured'),
      contradictions,
      grade:
        told.length > 1
          ? { name: 'fair', says: 'two or more origins without a part in it say so', rule: 5, when: ['independent >= 2'] }
          : { name: 'weak', says: 'one origin says so', rule: 6, when: ['origins = 1'] },
    },
    accounts: told.map(({ report, event }, member) => ({
      member,
      report: row(report),
      key: keyOf(event),
      quote: [...report.input.text]
        .slice(Math.max(0, event.trigger.start - 90), event.trigger.end + 90)
        .join('')
        .replace(/\s+/g, ' '),
      reviewed: 'none',
    })),
    history: world.reviews.filter(
      (one) =>
        ['join', 'split', 'lock'].includes(one.review.verdict) &&
        one.review.after.some((key) => told.some(({ report, event }) => report.key === key.report && same(key.event, keyOf(event)))),
    ),
  };
}

function decide(world, review) {
  const number = world.reviews.length + 1;
  world.reviews.push({
    number,
    review: { ...review, at: new Date().toISOString() },
    hash: createHash('sha256').update(JSON.stringify(review)).digest('hex'),
  });
  if (['join', 'split', 'lock'].includes(review.verdict)) {
    const members = review.after.map((one) => {
      const report = world.reports.find((r) => r.key === one.report);
      return { number: report.number, event: sheet(world, report).original.events.find((e) => same(keyOf(e), one.event))?.id };
    });
    const is = (member) => members.some((one) => one.number === member.number && one.event === member.event);
    if (review.verdict !== 'lock') {
      for (const incident of world.incidents) incident.members = incident.members.filter((member) => !is(member));
      world.incidents = world.incidents.filter((one) => one.members.length);
      world.incidents.push({ members, locked: false });
    } else for (const incident of world.incidents) if (incident.members.some(is)) incident.locked = true;
  }
  world.revision++;
  return {
    number,
    sheet: sheet(
      world,
      world.reports.find((one) => one.key === review.report),
    ),
  };
}

function tally(rows, name) {
  const all = {};
  for (const one of rows) if (one[name]) all[one[name]] = (all[one[name]] ?? 0) + 1;
  return all;
}

function page(rows, query) {
  const offset = Number(query.get('offset') ?? 0);
  return { total: rows.length, offset, rows: rows.slice(offset, offset + Number(query.get('limit') ?? 50)) };
}

function answer(world, method, path, query, body, headers) {
  const [, , what, id] = path.split('/');
  if (method === 'POST') {
    if (what === 'reviews') return [201, decide(world, body)];
    const input = headers['content-type']?.startsWith('text/html') ? { text: body.replace(/<[^>]*>/g, ' '), title: 'A saved page' } : body;
    if (!input.text?.trim()) return [400, { error: 'the report has no text: paste its words' }];
    if (what === 'reports') return [201, addReport(world, input)];
    if (what === 'read') {
      const { reading } = read([input])[0];
      return [
        200,
        {
          report: {
            number: null,
            key: '',
            id: reading.report.id,
            title: reading.report.title,
            outlet: input.outlet ?? null,
            published: reading.report.published,
            events: reading.events.length,
          },
          text: input.text,
          title: reading.report.title,
          reading,
          original: reading,
          marks: [],
          reviews: [],
          incidents: {},
        },
      ];
    }
  }
  const gets = {
    about: () => ({
      version: '0.1.0',
      model: 'mock',
      casebook: 'mock',
      reports: world.reports.length,
      events: eventRows(world).length,
      incidents: world.incidents.length,
      reviews: world.reviews.length,
      who: null,
    }),
    reports: () =>
      id
        ? world.reports[id - 1]
          ? sheet(world, world.reports[id - 1])
          : null
        : page(world.bulk ? world.bulkReports : world.reports.map(row).reverse(), query),
    events: () => page(kept(world, query), query),
    incidents: () => (id ? incidentOf(world, id) : page(incidentRows(world, query), query)),
    near: () => ({
      rows: incidentRows(world, new URLSearchParams())
        .filter((one) => one.id !== id)
        .slice(0, 5)
        .map((one) => ({ row: one, why: 'two days apart; other place' })),
    }),
    counts: () => {
      const step = query.get('step') ?? 'month';
      const cut = { day: 10, week: 10, month: 7, year: 4 }[step];
      const rows = {};
      let undated = 0;
      for (const one of kept(world, query))
        if (one.from) rows[one.from.slice(0, cut)] = (rows[one.from.slice(0, cut)] ?? 0) + 1;
        else undated++;
      return {
        step,
        undated,
        rows: Object.keys(rows)
          .sort()
          .map((from) => ({
            from: (from + '-01-01').slice(0, 10),
            to: step === 'year' ? `${from}-12-31` : step === 'month' ? `${from}-28` : from,
            events: rows[from],
          })),
      };
    },
    map: () => {
      const points = new Map();
      const countries = {};
      let nowhere = 0;
      for (const one of kept(world, query)) {
        if (one.lat === null && !one.country) nowhere++;
        else if (one.precision === 'country' || one.lat === null) countries[one.country] = (countries[one.country] ?? 0) + 1;
        else {
          const at = `${one.lat},${one.lon},${one.precision}`;
          if (!points.has(at))
            points.set(at, {
              lat: one.lat,
              lon: one.lon,
              precision: one.precision,
              radius_km: one.radius_km,
              country: one.country,
              place: one.place,
              events: 0,
              incidents: [],
            });
          points.get(at).events++;
        }
      }
      return { points: [...points.values()], countries, nowhere };
    },
    facets: () => {
      const rows = kept(world, query);
      return {
        types: tally(rows, 'type'),
        statuses: tally(rows, 'status'),
        countries: tally(rows, 'country'),
        outlets: tally(rows, 'outlet'),
        grades: tally(rows, 'grade'),
        reviewed: tally(rows, 'reviewed'),
      };
    },
    places: () => [
      { name: query.get('name'), country: 'LBY', admin1: 'Somewhere', lat: 27.03, lon: 14.43, geonames: 1, precision: 'city' },
      {
        name: `${query.get('name')} al-Jadida`,
        country: 'YEM',
        admin1: 'Elsewhere',
        lat: 13.5,
        lon: 44.02,
        geonames: 2,
        precision: 'district',
      },
    ],
    reviews: () => world.reviews,
    schemes: () => ({
      types: [
        'AGREE',
        'CONSULT',
        'SUPPORT',
        'CONCEDE',
        'COOPERATE',
        'AID',
        'RETREAT',
        'REQUEST',
        'ACCUSE',
        'REJECT',
        'THREATEN',
        'PROTEST',
        'SANCTION',
        'MOBILIZE',
        'COERCE',
        'ASSAULT',
      ].map((code) => ({ code, modes: code === 'ASSAULT' ? ['aerial', 'firearms', 'heavy-weapons', 'explosives', 'beat', 'abduct'] : [] })),
      statuses: [],
      roles: [],
      precisions: [],
      contexts: [],
    }),
    forms: () => [
      { name: 'sayso', what: 'events', about: 'Every field of an event, a row each.', lacks: [] },
      {
        name: 'acled',
        what: 'events',
        about: 'Columns of ACLED.',
        lacks: [
          { what: 'say-so', why: 'one column of sources, no chain' },
          { what: 'status', why: 'only what happened can be given' },
        ],
      },
    ],
    export: () =>
      `report,event,type,status,killed\n${kept(world, query)
        .map((one) => [one.report, one.event, one.type, one.status, one.killed?.low ?? ''].join())
        .join('\n')}\n`,
    outlines: () => JSON.parse(readFileSync(join(ROOT, 'data', 'map', 'outlines.json'), 'utf8')),
    changes: () => ({ revision: world.revision }),
  };
  const found = gets[what]?.();
  return found ? [200, found] : [404, { error: `there is nothing at ${path}` }];
}

export function serve(world, port = 0) {
  const server = createServer((request, response) => {
    const url = new URL(request.url, 'http://localhost');
    const parts = [];
    request
      .on('data', (part) => parts.push(part))
      .on('end', () => {
        try {
          if (!url.pathname.startsWith('/api/')) {
            const file = join(SRC, normalize(url.pathname === '/' ? '/index.html' : url.pathname));
            if (!file.startsWith(SRC) || !existsSync(file)) return response.writeHead(404, HEADERS).end('not here');
            return response
              .writeHead(200, { ...HEADERS, 'content-type': TYPES[extname(file)] ?? 'application/octet-stream' })
              .end(readFileSync(file));
          }
          const raw = Buffer.concat(parts).toString();
          const body = request.method === 'POST' && request.headers['content-type'] === 'application/json' ? JSON.parse(raw) : raw;
          const [status, value] = answer(world, request.method, url.pathname, url.searchParams, body, request.headers);
          if (typeof value === 'string')
            return response
              .writeHead(status, { ...HEADERS, 'content-type': 'text/csv', 'content-disposition': 'attachment; filename="events.csv"' })
              .end(value);
          return response.writeHead(status, { ...HEADERS, 'content-type': 'application/json' }).end(JSON.stringify(value));
        } catch (error) {
          return response.writeHead(500, HEADERS).end(JSON.stringify({ error: String(error) }));
        }
      });
  });
  return new Promise((resolve) =>
    server.listen(port, '127.0.0.1', () => resolve({ server, address: `http://127.0.0.1:${server.address().port}` })),
  );
}

/** Rows of a war that nobody fought, for lists of any length. */
export function bulk(world, reports) {
  const types = ['ASSAULT', 'PROTEST', 'COERCE', 'THREATEN', 'AGREE'];
  const statuses = ['occurred', 'occurred', 'occurred', 'denied', 'intended'];
  const lands = [
    ['LBY', 'Sabha', 27, 14],
    ['YEM', 'Taiz', 13.6, 44],
    ['SDN', 'El Fasher', 13.6, 25.3],
    ['UKR', 'Kherson', 46.6, 32.6],
  ];
  world.bulkReports = Array.from({ length: reports }, (_, i) => ({
    number: i + 1,
    key: `k${i}`,
    id: `r${i}`,
    title: `Report ${i + 1} of the northern front`,
    outlet: `Outlet ${i % 40}`,
    published: `20${10 + (i % 14)}-0${1 + (i % 9)}-1${i % 10}`,
    events: 5,
    reviewed: 'none',
    copy_of: null,
  }));
  world.bulk = Array.from({ length: reports * 5 }, (_, i) => {
    const [country, place, lat, lon] = lands[i % lands.length];
    const day = `20${10 + (i % 14)}-0${1 + (i % 9)}-${10 + (i % 18)}`;
    return {
      report: 1 + Math.floor(i / 5),
      event: `e${i % 5}`,
      key: { kind: 'ASSAULT', start: i, end: i + 3 },
      type: types[i % 5],
      mode: null,
      status: statuses[i % 5],
      word: 'hit',
      quote: `word ${i} of a long report`,
      from: day,
      to: day,
      place: `${place} ${i % 300}`,
      country,
      precision: i % 7 ? 'city' : 'country',
      lat: lat + (i % 300) / 100,
      lon: lon + (i % 170) / 60,
      radius_km: 10,
      actors: [`Front ${i % 12}`],
      recipients: [],
      killed: i % 3 ? null : { low: i % 9, high: i % 9 },
      injured: null,
      outlet: `Outlet ${i % 40}`,
      published: day,
      title: `Report ${1 + Math.floor(i / 5)}`,
      incident: `b${i}`,
      grade: 'weak',
      reviewed: 'none',
    };
  });
}

/** What the samples hold, as inputs. */
export function samples() {
  const folder = join(ROOT, 'samples');
  const text = (name, outlet) => ({ text: readFileSync(join(folder, name), 'utf8'), outlet });
  const lines = (name) =>
    readFileSync(join(folder, name), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
  return [
    text('air-strike.txt', 'Meridian News Agency'),
    text('arrest.txt', 'The Harbour Post'),
    text('protest.txt', 'Aden Courier'),
    text('truce-road.txt', 'Great Lakes Dispatch'),
    text('ultimatum.txt', 'Northgate Wire'),
    ...lines('accounts.jsonl'),
    ...lines('ceasefire.jsonl'),
  ];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const option = (name) => {
    const at = process.argv.indexOf(name);
    return at > 0 ? Number(process.argv[at + 1]) : 0;
  };
  const world = state();
  for (const input of samples()) addReport(world, input);
  const [first, ...others] = [7, 8].map((number) => world.incidents.find((one) => one.members[0].number === number));
  if (first)
    for (const other of others) {
      first.members.push(...other.members);
      world.incidents = world.incidents.filter((one) => one !== other);
    }
  if (option('--bulk')) bulk(world, option('--bulk'));
  const { address } = await serve(world, option('--port') || 8737);
  console.log(`sayso stand-in on ${address}`);
}
