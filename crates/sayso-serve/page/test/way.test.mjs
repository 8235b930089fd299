// The whole way: from an empty casebook over pasting a report, checking three fields, correcting one and merging two incidents, to an export
// that holds the correction.

import test from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { REPORT, api, browser, open, program, skip } from './harness.mjs';

const ELSEWHERE = `Gunmen shoot two in Lahij

Gunmen shot dead two drivers near Lahij on 25 March, police said.
`;

const paste = async (page, words, outlet, day) => {
  await page.getByRole('link', { name: 'Add', exact: true }).click();
  await page.getByLabel('Text', { exact: true }).fill(words);
  await page.getByLabel('Outlet').fill(outlet);
  await page.getByLabel('Day of publication').fill(day);
  await page.getByLabel('Day of publication').blur();
  await page.getByText('Not kept yet.').waitFor();
  await page.locator('.read-result .card').first().waitFor();
  await page.getByRole('button', { name: 'Keep in the casebook' }).click();
  await page.waitForURL(/#\/report\/\d+/);
  await page.locator('.card').first().waitFor();
};

/** Opens the card of the event told by a word. */
const openEvent = async (page, word) => {
  const card = page.locator('.card', { has: page.locator('.card-title q', { hasText: word }) }).first();
  if (!(await card.evaluate((element) => element.classList.contains('open')))) await card.locator('.card-head').click();
  const opened = page.locator('.card.open');
  await opened.locator('.fields').waitFor();
  return opened;
};

test('from an empty casebook to an export that holds a correction', { skip }, async (t) => {
  const server = await program();
  const chrome = await browser();
  t.after(async () => {
    await chrome.close();
    await server.stop();
  });
  const { page, fine } = await open(chrome, server.address, { who: '' });

  await page.getByText('The casebook is empty').waitFor();
  await paste(page, REPORT, 'Northgate Wire', '2024-03-14');
  await page.getByRole('link', { name: 'Reports' }).click();
  await page.getByText('1 report', { exact: true }).waitFor();
  await page.locator('.virtual a').first().click();

  const attack = (await api(server.address, 'reports/1')).reading.events.find(
    (event) => event.plover.event === 'ASSAULT' && event.status === 'occurred',
  );
  assert.ok(attack, 'the report tells of an attack');
  const card = await openEvent(page, attack.trigger.quote);

  // Checking three fields; the first decision asks who is there.
  await card.locator('[data-field="type"] > .value').click();
  assert.ok(await page.locator('.w.lit').count(), 'a field lights its words');
  await card.locator('[data-field="type"]').getByRole('button', { name: 'Accept' }).click();
  await page.getByLabel('Your name or initials').fill('Ana');
  await page.getByRole('button', { name: 'Go on' }).click();
  await page.locator('.card.open [data-field="type"] .badge.accepted').waitFor();
  for (const field of ['time', 'place']) {
    await page.locator(`.card.open [data-field="${field}"] > .value`).click();
    await page.locator(`.card.open [data-field="${field}"]`).getByRole('button', { name: 'Accept' }).click();
    await page.locator(`.card.open [data-field="${field}"] .badge.accepted`).waitFor();
  }

  // Correcting one.
  const killed = page.locator('.card.open [data-field="killed"]');
  if (await killed.count()) {
    await killed.locator('> .value').click();
    await killed.getByRole('button', { name: 'Correct' }).click();
  } else await page.getByRole('button', { name: '+ Killed' }).click();
  await page.getByLabel('At least').fill('5');
  await page.getByLabel('At most').fill('7');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.locator('.card.open [data-field="killed"] .badge.corrected').waitFor();
  assert.match(await page.locator('.card.open [data-field="killed"]').innerText(), /5 to 7/);

  // A second report, which the program keeps apart, and the two incidents made one by hand.
  await paste(page, ELSEWHERE, 'Aden Courier', '2024-03-27');
  const incidents = async () => (await api(server.address, 'incidents?limit=100')).rows;
  const mine = (await api(server.address, 'reports/1')).incidents[attack.id];
  const accounts = (await incidents()).find((row) => row.id === mine).accounts;
  await page.goto(`${server.address}/#/incident/${mine}`);
  await page.getByRole('button', { name: 'Join with another (m)' }).click();
  await page.getByLabel('Search', { exact: true }).fill('Lahij');
  const other = page.locator('.join-list li', { hasText: 'Assault' }).filter({ hasText: 'firearms' }).first();
  await other.waitFor();
  await other.locator('input').check();
  await page.getByRole('button', { name: 'Join the chosen' }).click();
  await page.getByText('Joined into one incident.').waitFor();
  const now = (await api(server.address, 'reports/1')).incidents[attack.id];
  assert.equal((await incidents()).find((row) => row.id === now).accounts, accounts + 1, 'one account more in one incident');
  await page.waitForURL(new RegExp(now));
  await page.locator('.accounts').waitFor();
  await page.getByText('Aden Courier').first().waitFor();

  // The export.
  await page.getByRole('link', { name: 'Events' }).click();
  await page.getByRole('button', { name: 'Export …' }).click();
  await page.getByRole('radio', { name: /^sayso \(events\)/ }).check();
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Download' }).click()]);
  const file = readFileSync(await download.path(), 'utf8');
  const [head, ...lines] = file.trim().split(/\r?\n/);
  assert.match(head, /killed/);
  assert.ok(
    lines.some((line) => /(^|,)"?5"?(,|$)/.test(line)),
    `the correction is in the export:\n${file}`,
  );
  await fine();
});
