// A server of lists alone, over rows of a war that nobody fought: so many that the page's lists can be tried by themselves.

import { createServer } from 'node:http';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';

const HERE = dirname(fileURLToPath(import.meta.url));
const SRC = join(HERE, '..', 'src');
const OUTLINES = join(HERE, '..', '..', '..', '..', 'data', 'map', 'outlines.json');
const MEDIA = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.css': 'text/css', '.svg': 'image/svg+xml' };
const TYPES = ['ASSAULT', 'PROTEST', 'COERCE', 'THREATEN', 'AGREE'];
const STATUSES = ['occurred', 'occurred', 'occurred', 'denied', 'intended'];
const LANDS = [
  ['LBY', 'Sabha', 27, 14],
  ['YEM', 'Taiz', 13.6, 44],
  ['SDN', 'El Fasher', 13.6, 25.3],
  ['UKR', 'Kherson', 46.6, 32.6],
];

const dayOf = (i) => `20${10 + (i % 14)}-0${1 + (i % 9)}-${10 + (i % 18)}`;

function event(i) {
  const [country, place, lat, lon] = LANDS[i % LANDS.length];
  const days = { from: dayOf(i), to: dayOf(i), published: dayOf(i) };
  const where = {
    place: `${place} ${i % 300}`,
    country,
    precision: 'city',
    lat: lat + (i % 300) / 100,
    lon: lon + (i % 170) / 60,
    radius_km: 10,
  };
  const who = { actors: [`Front ${i % 12}`], recipients: [], killed: i % 3 ? null : { low: i % 9, high: i % 9 } };
  const said = {
    type: TYPES[i % 5],
    status: STATUSES[i % 5],
    word: 'hit',
    quote: `word ${i} of a long report`,
    outlet: `Outlet ${i % 40}`,
  };
  return { report: 1 + Math.floor(i / 5), event: `e${i % 5}`, ...said, ...days, ...where, ...who, grade: 'weak', reviewed: 'none' };
}

function report(i) {
  return {
    number: i + 1,
    key: `k${i}`,
    title: `Report ${i + 1} of the northern front`,
    outlet: `Outlet ${i % 40}`,
    published: dayOf(i),
    events: 5,
  };
}

function tally(rows, of) {
  const counts = {};
  for (const row of rows) counts[of(row)] = (counts[of(row)] ?? 0) + 1;
  return counts;
}

/** Serves the page over so many reports, five events each. */
export function invented(reports) {
  const events = Array.from({ length: reports * 5 }, (_, i) => event(i));
  const lists = { events, reports: Array.from({ length: reports }, (_, i) => report(i)) };
  const months = tally(events, (row) => row.from.slice(0, 7));
  const answers = {
    about: { reports, events: events.length },
    changes: { revision: 1 },
    outlines: JSON.parse(readFileSync(OUTLINES, 'utf8')),
    counts: {
      step: 'month',
      undated: 0,
      rows: Object.keys(months)
        .sort()
        .map((month) => ({ from: `${month}-01`, to: `${month}-28`, events: months[month] })),
    },
    facets: {
      types: tally(events, (row) => row.type),
      statuses: tally(events, (row) => row.status),
      countries: tally(events, (row) => row.country),
      outlets: {},
      grades: {},
      reviewed: {},
    },
    map: { points: events.slice(0, 2000).map((row) => ({ ...row, events: 25, incidents: [] })), countries: { LBY: 40 }, nowhere: 3 },
  };
  const server = createServer((request, response) => {
    const url = new URL(request.url, 'http://localhost');
    const name = /^\/api\/(\w+)$/.exec(url.pathname)?.[1];
    if (name) {
      const [offset, limit] = ['offset', 'limit'].map((field) => Number(url.searchParams.get(field)));
      const rows = lists[name];
      const answer = rows ? { total: rows.length, offset, rows: rows.slice(offset, offset + limit) } : answers[name];
      response
        .writeHead(answer ? 200 : 404, { 'content-type': 'application/json' })
        .end(JSON.stringify(answer ?? { error: `no ${name} here` }));
      return;
    }
    const file = join(SRC, normalize(url.pathname === '/' ? '/index.html' : url.pathname));
    if (!file.startsWith(SRC) || !existsSync(file)) response.writeHead(404).end();
    else response.writeHead(200, { 'content-type': MEDIA[extname(file)] ?? 'text/plain' }).end(readFileSync(file));
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve({ server, address: `http://127.0.0.1:${server.address().port}` }));
  });
}
