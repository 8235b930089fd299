// What is lit is what is quoted, and what is marked comes back as the words it was: with wide characters, a title of its own, and from right
// to left.

import test from 'node:test';
import assert from 'node:assert/strict';
import { api, browser, keyOf, open, program, skip } from './harness.mjs';

const REPORTS = [
  {
    text: 'Gunmen 😀 killed three people 𝒞 in Taiz on Tuesday, a doctor said. Police arrested nine men.',
    title: 'Attack 😀 in Taiz',
    published: '2024-03-14',
    outlet: 'Northgate Wire',
  },
  {
    text: 'قصفت قوات مدرسة في تعز.\n\nShells killed three people in Taiz on Tuesday, a doctor said.',
    title: 'قصف مدرسة',
    published: '2024-03-14',
  },
  { text: 'No title here\r\n\r\nGunmen killed three people in Taiz on Tuesday,\tpolice said.' },
];

test('lit words are the quoted ones', { skip }, async (t) => {
  const server = await program();
  const chrome = await browser();
  t.after(async () => {
    await chrome.close();
    await server.stop();
  });
  for (const report of REPORTS) {
    const { number } = await api(server.address, 'reports', report);
    const sheet = await api(server.address, `reports/${number}`);
    const points = { text: [...sheet.text], title: [...(sheet.title ?? '')] };
    for (const { trigger } of sheet.reading.events)
      assert.equal(
        points[trigger.part ?? 'text'].slice(trigger.start, trigger.end).join(''),
        trigger.quote,
        'the sheet’s text is what offsets count into',
      );
    const event = sheet.reading.events.find((one) => one.plover.event === 'ASSAULT');
    assert.ok(event, 'there is an attack');
    const { page, fine } = await open(chrome, server.address, { hash: `#/report/${number}?event=${event.id}` });
    await page.locator('.card.open [data-field="type"] > .value').click();
    const lit = await page.locator('.w.lit').evaluateAll((all) => all.map((one) => one.textContent).join(' '));
    assert.ok(lit.includes(event.trigger.quote), `${lit} has ${event.trigger.quote}`);

    // words marked in the page are the words that are sent
    await page.evaluate((words) => {
      const walker = document.createTreeWalker(document.getElementById('text'), NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const at = node.data.indexOf(words);
        if (at >= 0 && !node.parentElement.closest('.cards, h1')) return getSelection().setBaseAndExtent(node, at, node, at + words.length);
      }
      throw new Error(`no ${words} in the text`);
    }, 'Taiz');
    await page.locator('.mark-tools').getByRole('button', { name: 'Hit' }).click();
    await page.locator('.card.open [data-field="target"] .badge').waitFor();
    const now = await api(server.address, `reports/${number}`);
    const mark = now.marks.find((one) => one.key.start === keyOf(event).start);
    const span = now.reading.events
      .find((one) => one.id === mark.event)
      .arguments.filter((one) => one.role === 'target')
      .at(-1).span;
    assert.equal(span.quote, 'Taiz');
    await fine();
  }
});
