// Dropping files: a page as it was saved, a text, several at once.

import test from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, REPORT, SECOND, api, browser, open, program, skip } from './harness.mjs';

const drop = (page, files) =>
  page.evaluate((all) => {
    const data = new DataTransfer();
    for (const { name, type, text } of all) data.items.add(new File([text], name, { type }));
    document.body.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
  }, files);

test('files are dropped, read at once, and kept when told to', { skip }, async (t) => {
  const server = await program();
  const chrome = await browser();
  t.after(async () => {
    await chrome.close();
    await server.stop();
  });
  const { page, wrong, context } = await open(chrome, server.address, { hash: '#/incidents' });
  const html = readFileSync(join(ROOT, 'samples', 'drones.html'), 'utf8');
  await drop(page, [{ name: 'drones.html', type: 'text/html', text: html }]);
  await page.locator('.read-result .card').first().waitFor();
  assert.equal((await api(server.address, 'reports')).total, 0, 'nothing is kept yet');
  await page.getByRole('button', { name: 'Keep in the casebook' }).click();
  await page.waitForURL(/#\/report\/\d+/);
  assert.equal((await api(server.address, 'reports')).total, 1);

  page.removeAllListeners('dialog');
  page.on('dialog', (dialog) => void dialog.accept());
  await drop(page, [
    { name: 'one.txt', type: 'text/plain', text: REPORT },
    { name: 'two.txt', type: 'text/plain', text: SECOND },
  ]);
  await page.getByText('3 reports').waitFor();
  assert.equal((await api(server.address, 'reports')).total, 3);
  assert.deepEqual(wrong, []);
  await context.close();
});
