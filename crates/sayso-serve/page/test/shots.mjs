// Pictures of every view at three widths, light and dark, to be looked at: `node test/shots.mjs [FOLDER]` (default out/, which git ignores).

import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { api, browser, filled, keyOf, open, program, samples } from './harness.mjs';

const folder = process.argv[2] ?? join(dirname(fileURLToPath(import.meta.url)), '..', 'out');
mkdirSync(folder, { recursive: true });
const server = await program();
const chrome = await browser();
for (const sample of samples()) await api(server.address, 'reports', sample);
await filled(server.address);
const arabic = await api(server.address, 'reports', {
  text: 'قصفت قوات مدرسة في تعز يوم الثلاثاء، وقال طبيب إن ثلاثة أشخاص قتلوا.\n\nShells killed three people in Taiz on Tuesday, a doctor said.',
  title: 'قصف مدرسة في تعز',
  outlet: 'صحيفة الميناء',
  published: '2024-03-14',
});
const sheet = await api(server.address, 'reports/1');
const strike = sheet.reading.events.find((event) => event.trigger.quote === 'air strike') ?? sheet.reading.events[0];
const say = (who, field, verdict, after, event = strike) =>
  api(server.address, 'reviews', { who, report: sheet.report.key, event: keyOf(event), field, verdict, after });
await say('Ana', 'killed', 'correct', { low: 14, high: 22 });
await say('Ben', 'killed', 'correct', { low: 31, high: 31 });
await say('Ana', 'time', 'accept');
await say('Ana', null, 'reject', null, sheet.reading.events.at(-1));
await say('Ben', null, 'accept', null, sheet.reading.events[3]);
const incident = (await api(server.address, 'incidents?sort=-accounts')).rows[0].id;
const views = {
  incidents: ['#/incidents'],
  events: ['#/events?type=ASSAULT'],
  reports: ['#/reports'],
  map: ['#/map'],
  report: [`#/report/1?event=${strike.id}`],
  rtl: [`#/report/${arabic.number}`, 'j'],
  correct: [`#/report/1?event=${strike.id}`, '>[data-field="place"] > .value', 'c'],
  incident: [`#/incident/${incident}`],
  review: ['#/review'],
  add: ['#/add'],
  export: ['#/incidents', 'x'],
  keys: ['#/report/1', '?'],
  join: [`#/incident/${incident}`, 'm'],
};
const only = process.argv.slice(3);
for (const theme of ['light', 'dark']) {
  for (const width of [320, 768, 1440]) {
    for (const [name, [hash, ...acts]] of Object.entries(views)) {
      if (only.length && !only.includes(name)) continue;
      const { page, context, wrong } = await open(chrome, server.address, { hash, width, theme, height: width === 320 ? 700 : 900 });
      await page.waitForTimeout(500);
      if (name === 'add') await page.getByLabel('Text', { exact: true }).fill(samples()[3].text);
      for (const act of acts) {
        if (act.startsWith('>'))
          await page
            .locator(`.card.open ${act.slice(1)}`)
            .first()
            .click();
        else await page.keyboard.press(act);
        await page.waitForTimeout(200);
      }
      await page.waitForTimeout(name === 'add' ? 1500 : 400);
      await page.screenshot({
        path: join(folder, `${name}-${width}-${theme}.png`),
        fullPage: width === 320 && ['incident', 'report'].includes(name),
      });
      if (wrong.length) console.log(name, width, theme, wrong);
      await context.close();
    }
  }
}
await chrome.close();
await server.stop();
