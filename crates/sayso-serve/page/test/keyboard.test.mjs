// Reviewing without a mouse.

import test from 'node:test';
import assert from 'node:assert/strict';
import { api, browser, filled, open, program, skip } from './harness.mjs';

test('a report is reviewed by keyboard alone', { skip }, async (t) => {
  const server = await program();
  const chrome = await browser();
  t.after(async () => {
    await chrome.close();
    await server.stop();
  });
  await filled(server.address);
  const { page, fine } = await open(chrome, server.address);
  const press = async (...keys) => {
    for (const key of keys) await page.keyboard.press(key);
  };
  const focused = () => page.evaluate(() => document.activeElement?.closest('.field')?.dataset.field ?? document.activeElement?.id);
  const marks = async () => (await api(server.address, 'reports/1')).marks;

  // The keys, over the skip link to the list, and into a report.
  await press('?');
  await page.getByRole('dialog', { name: 'Keys' }).waitFor();
  await press('Escape');
  await press('g', 'r');
  await page.getByRole('heading', { name: 'Reports' }).waitFor();
  await page.locator('.virtual a').first().waitFor();
  await press('j');
  assert.ok(await page.evaluate(() => document.activeElement?.matches('.virtual a')));
  await press('ArrowDown', 'ArrowDown', 'ArrowUp');
  await page.goto(`${server.address}/#/report/1`);
  await page.locator('.card').first().waitFor();

  // From event to event, field to field; accept, and the focus stays.
  await press('j');
  assert.equal(await focused(), 'head-0');
  await press('ArrowDown', 'ArrowDown', 'ArrowUp');
  assert.equal(await focused(), 'type');
  await press('a');
  await page.locator('.card.open [data-field="type"] .badge.accepted').waitFor();
  assert.equal(await focused(), 'type', 'the focus is not lost');

  // A correction by typing: the status.
  await press('ArrowDown', 'c');
  await page.getByRole('combobox', { name: 'Status' }).waitFor();
  await page.keyboard.type('planned');
  await press('Enter');
  await page.locator('.card.open [data-field="status"] .badge.corrected').waitFor();
  assert.equal(await focused(), 'status');
  await press('u');
  await page.locator('.card.open [data-field="status"] .badge.corrected').waitFor({ state: 'detached' });

  // Words marked by keyboard become an event, then a note, then away with it.
  const before = (await api(server.address, 'reports/1')).reading.events.length;
  await press('t');
  assert.equal(await focused(), 'text');
  for (let i = 0; i < 13; i++) await press('ArrowRight');
  await press('Shift+ArrowRight', 'e');
  await page.getByRole('dialog', { name: 'Add an event' }).waitFor();
  await page.getByRole('combobox', { name: 'Type and mode' }).fill('coerce');
  await page.getByRole('option', { name: 'Coerce', exact: true }).waitFor();
  await press('Enter', 'Enter');
  await page.getByText('Event added').waitFor();
  assert.equal((await api(server.address, 'reports/1')).reading.events.length, before + 1);
  await page.locator('.card.open').waitFor();
  await press('n');
  await page.getByLabel('Note', { exact: true }).fill('Checked against the hospital’s list.');
  await press('Tab', 'Enter');
  await page.locator('.card.open .note').waitFor();
  await press('k', 'k', 'r');
  await page.locator('.card.rejected').first().waitFor();
  assert.ok((await marks()).some((mark) => mark.verdict === 'rejected'));
  await press('u');
  await page.locator('.card.rejected').first().waitFor({ state: 'detached' });

  // Escape closes an editor and gives the focus back.
  await press('k', 'k', 'k', 'k', 'k', 'k');
  await press('ArrowDown', 'c');
  await page.locator('.editor').waitFor();
  await press('Escape', 'Escape');
  await page.locator('.editor').waitFor({ state: 'detached' });
  assert.equal(await focused(), 'type');
  await press('/');
  await page.getByRole('searchbox').waitFor();
  await page.waitForFunction(() => document.activeElement?.id === 'search');
  await fine();
});
