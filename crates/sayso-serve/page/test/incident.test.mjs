// An incident: accounts by origin, copies folded, splitting, locking, and taking it back.

import test from 'node:test';
import assert from 'node:assert/strict';
import { REPORT, api, browser, filled, open, program, skip } from './harness.mjs';

test('an incident is split, the split taken back, and the incident locked', { skip }, async (t) => {
  const server = await program();
  const chrome = await browser();
  t.after(async () => {
    await chrome.close();
    await server.stop();
  });
  await filled(server.address);
  await api(server.address, 'reports', { text: REPORT, outlet: 'The Harbour Post', published: '2024-03-14' });
  const row = async () => (await api(server.address, 'incidents?sort=-accounts')).rows[0];
  const { id, accounts } = await row();
  assert.ok(accounts >= 2, `${accounts} accounts`);
  const { page, fine } = await open(chrome, server.address, { hash: `#/incident/${id}` });
  await page.locator('.accounts').waitFor();

  const fold = page.locator('.fold').first();
  if (await fold.count()) {
    const hidden = await page.locator('tr.copy:visible').count();
    await fold.click();
    assert.ok((await page.locator('tr.copy:visible').count()) > hidden, 'copies unfold');
  }

  await page.locator('.accounts input[type=checkbox]:visible').last().check();
  await page.keyboard.press('s');
  await page.getByText('Split off: 1 account').waitFor();
  assert.ok((await row()).accounts < accounts || (await api(server.address, 'incidents')).total > 0);
  await page.waitForFunction((old) => !location.hash.includes(old), id);
  await page.locator('.incident-history .history li').first().waitFor();
  await page.keyboard.press('u');
  await page.getByText('Taken back.').waitFor();
  await page.waitForFunction((old) => location.hash.includes(old), id);
  assert.equal((await row()).accounts, accounts);

  await page.locator('.accounts').waitFor();
  await page.keyboard.press('l');
  await page.getByText('Locked: nothing joins or leaves it by itself.').waitFor();
  await page.getByRole('button', { name: 'Locked' }).waitFor();
  assert.equal((await api(server.address, `incidents/${(await row()).id}`)).incident.locked, true);
  await fine();
});
