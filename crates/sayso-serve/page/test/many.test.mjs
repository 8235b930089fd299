// Ten thousand reports and fifty thousand events: the page holds only what is in sight, and scrolls without a stutter. Rows are invented, so that this measures the page and not the program, whose own load run is beside it.

import test from 'node:test';
import assert from 'node:assert/strict';
import { invented } from './invented.mjs';
import { browser, open, skip } from './harness.mjs';

test('lists of 50,000 events and 10,000 reports', { skip }, async (t) => {
  const { server, address } = await invented(10000);
  const chrome = await browser();
  t.after(async () => {
    await chrome.close();
    server.closeAllConnections();
    server.close();
  });
  for (const [hash, total] of [
    ['#/events', '50,000 events'],
    ['#/reports', '10,000 reports'],
  ]) {
    const { page, fine } = await open(chrome, address, { hash });
    await page.getByText(total, { exact: true }).waitFor();
    await page.locator('.row-item:not(.waiting)').first().waitFor();
    await page.waitForTimeout(1500);
    const frames = await page.evaluate(async () => {
      const times = [];
      const height = document.documentElement.scrollHeight;
      let last = performance.now();
      for (let i = 0; i < 90; i++) {
        scrollTo(0, i < 60 ? i * 300 : ((i - 60) * height) / 30);
        await new Promise((next) => requestAnimationFrame(next));
        const now = performance.now();
        times.push(now - last);
        last = now;
      }
      return times.sort((a, b) => a - b);
    });
    const rows = await page.locator('.row-item').count();
    assert.ok(rows < 80, `${rows} rows exist at once`);
    const p95 = frames[Math.floor(frames.length * 0.95)];
    t.diagnostic(`${hash}: frames while scrolling, median ${frames[45].toFixed(1)} ms, 95th percentile ${p95.toFixed(1)} ms; ${rows} rows`);
    assert.ok(frames[45] < 50 && p95 < 200, `no stutter: median ${frames[45]} ms, 95th percentile ${p95} ms`);
    await page.keyboard.press('j');
    await page.keyboard.press('End');
    await page.waitForFunction(
      (n) => document.activeElement?.closest('li')?.getAttribute('aria-posinset') === n,
      String(Number(total.replace(/\D/g, ''))),
    );
    await fine();
  }
});
