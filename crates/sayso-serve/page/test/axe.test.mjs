// Accessibility: axe finds nothing serious on any view, in either theme, wide and narrow.

import test from 'node:test';
import assert from 'node:assert/strict';
import { api, axe, browser, filled, keyOf, open, program, skip } from './harness.mjs';

const serious = (found) => found.filter((one) => ['serious', 'critical'].includes(one.impact));

test('axe finds nothing serious', { skip }, async (t) => {
  const server = await program();
  const chrome = await browser();
  t.after(async () => {
    await chrome.close();
    await server.stop();
  });
  await filled(server.address);
  const sheet = await api(server.address, 'reports/1');
  const incident = (await api(server.address, 'incidents?sort=-accounts')).rows[0].id;
  const event = sheet.reading.events[0];
  const key = keyOf(event);
  for (const [who, low] of [
    ['Ana', 3],
    ['Ben', 7],
  ])
    await api(server.address, 'reviews', {
      who,
      report: sheet.report.key,
      event: key,
      field: 'injured',
      verdict: 'correct',
      after: { low, high: low },
    });
  const views = {
    incidents: '#/incidents',
    events: '#/events?type=ASSAULT',
    reports: '#/reports',
    map: '#/map',
    report: `#/report/1?event=${event.id}`,
    incident: `#/incident/${incident}`,
    review: '#/review',
    add: '#/add',
  };
  for (const theme of ['light', 'dark']) {
    for (const width of [1440, 320]) {
      for (const [name, hash] of Object.entries(views)) {
        await t.test(`${name}, ${theme}, ${width} px`, async () => {
          const { page, fine } = await open(chrome, server.address, { hash, theme, width });
          await page.waitForTimeout(400);
          if (name === 'report') await page.locator('.card.open').waitFor();
          assert.deepEqual(serious(await axe(page)), []);
          const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
          assert.ok(wide <= 0, `nothing is cut off at ${width} px: ${wide} px too wide`);
          await fine();
        });
      }
      await t.test(`dialogs, ${theme}, ${width} px`, async () => {
        const { page, fine } = await open(chrome, server.address, { hash: '#/incidents', theme, width });
        await page.getByRole('button', { name: 'Export …' }).click();
        await page.getByRole('dialog').waitFor();
        assert.deepEqual(serious(await axe(page)), []);
        await page.keyboard.press('Escape');
        await page.keyboard.press('?');
        await page.getByRole('dialog', { name: 'Keys' }).waitFor();
        assert.deepEqual(serious(await axe(page)), []);
        await fine();
      });
      await t.test(`in the middle of things, ${theme}, ${width} px`, async () => {
        const { page, fine } = await open(chrome, server.address, { hash: `#/report/1?event=${event.id}`, theme, width });
        await page.locator('.card.open').waitFor();
        for (const field of ['type', 'time', 'place', 'injured']) {
          await page.locator(`.card.open [data-field="${field}"] > .value`).click();
          await page.keyboard.press('c');
          await page.locator('.editor').waitFor();
          await page.waitForTimeout(300);
          assert.deepEqual(serious(await axe(page)), [], `editor of ${field}`);
          await page.keyboard.press('Escape');
          if (await page.locator('.editor').count()) await page.keyboard.press('Escape');
        }
        await page.getByRole('button', { name: /^\+ / }).first().click();
        await page.locator('.editor').waitFor();
        assert.deepEqual(serious(await axe(page)), [], 'editor of what is not given');
        await page.keyboard.press('Escape');
        await page.locator('#text').focus();
        for (const key of ['ArrowDown', 'ArrowDown', 'Shift+ArrowRight', 'Shift+ArrowRight']) await page.keyboard.press(key);
        await page.locator('.mark-tools').waitFor();
        assert.deepEqual(serious(await axe(page)), [], 'marked words');
        await page.goto(`${server.address}/#/map`);
        await page.locator('.map-list summary').click();
        await page.locator('.map-list button').first().click();
        await page.locator('.map-popover').waitFor();
        await page.evaluate(() => scrollTo(0, 0)); // else the head, which stays in sight, lies over filters, and axe takes them for crowded
        assert.deepEqual(serious(await axe(page)), [], 'a place of the map');
        await fine();
      });
    }
  }
});
