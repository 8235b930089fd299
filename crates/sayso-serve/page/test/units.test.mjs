// What needs no browser: offsets, days, outlines.

import test from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Points } from '../src/js/base/points.js';
import { addDays, day, span } from '../src/js/base/days.js';
import { decode } from '../src/js/map/outlines.js';
import { ROOT } from './harness.mjs';

test('code points and units turn into one another', () => {
  const text = 'a😀b𝒞𝒞é\u202ec😀';
  const points = new Points(text);
  const all = [...text];
  let unit = 0;
  for (let point = 0; point <= all.length; point++) {
    assert.equal(points.unit(point), unit);
    assert.equal(points.point(unit), point);
    unit += all[point]?.length ?? 0;
  }
  assert.equal(points.slice(1, 4), '😀b𝒞');
  assert.equal(points.point(2), 1, 'inside a wide character: those before it');
  assert.equal(new Points('').unit(0), 0);
});

test('lone surrogates count as one each', () => {
  const points = new Points('\ud83dx\udc00y');
  assert.equal(points.unit(3), 3);
  assert.equal(points.point(3), 3);
});

test('days are said as short as they can be', () => {
  assert.equal(span({ from: '2024-03-12', to: '2024-03-12' }), '12 March 2024');
  assert.equal(span({ from: '2024-03-11', to: '2024-03-12' }), '11 – 12 March 2024');
  assert.equal(span({ from: '2024-02-01', to: '2024-02-29' }), 'February 2024');
  assert.equal(span({ from: '2023-01-01', to: '2023-12-31' }), '2023');
  assert.equal(span({ from: '2023-12-30', to: '2024-01-02' }, true), '30 Dec 2023 – 2 Jan 2024');
  assert.equal(span({ from: '2024-03-12' }), 'since 12 March 2024');
  assert.equal(span({ to: '2024-03-12' }), 'until 12 March 2024');
  assert.equal(span({}), '');
  assert.equal(day('2024-03-12T23:30:00-05:00'), '12 March 2024', 'no time zone moves a day');
  assert.equal(addDays('2024-02-28', 2), '2024-03-01');
});

test('outlines decode to points of the earth, and neighbours share their borders', () => {
  const file = JSON.parse(readFileSync(join(ROOT, 'data', 'map', 'outlines.json'), 'utf8'));
  const arcs = file.arcs.map(decode);
  for (const arc of arcs) for (const [x, y] of arc) assert.ok(Math.abs(x) <= 180 * file.grid && Math.abs(y) <= 90 * file.grid);
  const uses = new Map();
  for (const { rings } of [...Object.values(file.countries), ...file.others]) {
    for (const ring of rings) {
      ring.forEach((arc, i) => {
        const ends = (n) => (n >= 0 ? [arcs[n][0], arcs[n].at(-1)] : [arcs[~n].at(-1), arcs[~n][0]]);
        assert.deepEqual(ends(arc)[1], ends(ring[(i + 1) % ring.length])[0], 'a ring closes');
        uses.set(arc >= 0 ? arc : ~arc, (uses.get(arc >= 0 ? arc : ~arc) ?? 0) + 1);
      });
    }
  }
  assert.ok([...uses.values()].filter((n) => n === 2).length > 300);
  for (const code of ['LBY', 'YEM', 'UKR', 'SDN', 'PSE', 'XKX']) assert.ok(file.countries[code], code);
});
