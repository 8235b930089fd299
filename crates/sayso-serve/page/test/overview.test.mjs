// The overview: search, filters, the brush, the map; and that going back comes back to where one was.

import test from 'node:test';
import assert from 'node:assert/strict';
import { api, browser, filled, open, program, skip } from './harness.mjs';

test('search, filters, brush and map narrow the same list', { skip }, async (t) => {
  const server = await program();
  const chrome = await browser();
  t.after(async () => {
    await chrome.close();
    await server.stop();
  });
  await filled(server.address);
  const { page, fine } = await open(chrome, server.address, { hash: '#/events' });
  const count = async () => Number((await page.locator('.count').innerText()).replace(/\D/g, ''));
  const total = async (query) => (await api(server.address, `events?${query}`)).total;
  const settled = async (n) =>
    page.waitForFunction((words) => document.querySelector('.count')?.textContent?.replace(/\D/g, '') === words, String(n));
  await settled(await total(''));
  const all = await count();

  await page.locator('[data-filter="type=ASSAULT"]').check();
  await settled(await total('type=ASSAULT'));
  assert.ok((await count()) < all);
  assert.match(page.url(), /type=ASSAULT/, 'the filter is in the address');
  assert.ok(await page.evaluate(() => document.activeElement?.matches('[data-filter="type=ASSAULT"]')), 'the focus stays on the filter');
  assert.ok(await page.locator('[data-filter="type=COERCE"]').count(), 'the other values of the group can still be chosen');

  await page.getByRole('searchbox').fill('Lantern');
  await settled(await total('type=ASSAULT&words=Lantern'));
  await page.getByRole('button', { name: 'Drop the filter What: Assault' }).click();
  await settled(await total('words=Lantern'));
  await page.getByRole('button', { name: 'Drop all' }).click();
  await settled(all);

  // The brush: the left half of the time.
  const box = await page.locator('.histogram-svg').boundingBox();
  await page.mouse.move(box.x + 1, box.y + 20);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.4, box.y + 20, { steps: 4 });
  await page.mouse.up();
  await page.getByRole('button', { name: /Drop the filter From/ }).waitFor();
  const query = new URLSearchParams(page.url().split('?')[1]);
  assert.ok(query.get('from') <= query.get('to'));
  await settled(await total(query));

  // The map, by its list: a place, its incidents, only these.
  await page.getByRole('button', { name: 'Drop all' }).click();
  await settled(all);
  await page.locator('.map-list summary').click();
  await page.locator('.map-list button', { hasText: 'Taiz' }).first().click();
  await page.locator('.map-popover a').first().waitFor();
  await page.getByRole('button', { name: 'Show only these' }).click();
  await page.getByRole('button', { name: /Drop the filter Near/ }).waitFor();
  assert.ok((await count()) <= all);

  // To an event and back: filter and list are as they were.
  const before = page.url();
  await page.locator('.virtual a').first().click();
  await page.locator('.card.open').waitFor();
  await page.goBack();
  await page.getByRole('button', { name: /Drop the filter Near/ }).waitFor();
  assert.equal(page.url(), before);
  await fine();
});

test('a country, a bad address and an unknown report are told', { skip }, async (t) => {
  const server = await program();
  const chrome = await browser();
  t.after(async () => {
    await chrome.close();
    await server.stop();
  });
  for (const hash of ['#/report/99', '#/incident/nothing', '#/nowhere']) {
    const { page, context } = await open(chrome, server.address, { hash });
    await page.getByRole('heading', { name: 'This could not be shown' }).waitFor();
    assert.ok((await page.locator('main p').first().innerText()).length > 10);
    await context.close();
  }
});
