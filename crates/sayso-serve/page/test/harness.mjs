// What all tests of the page share: the program over a fresh casebook, and a Chromium in which nothing may leave this machine.
//
// SAYSO: the program (default target/quick/sayso, target/release/sayso, target/debug/sayso, the first that is there).
// CHROMIUM: the browser. PAGE=built-in: the page in the program, not the files of src.

import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import assert from 'node:assert/strict';
import { chromium } from 'playwright-core';

const HERE = dirname(fileURLToPath(import.meta.url));
export const ROOT = join(HERE, '..', '..', '..', '..');
const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const first = (paths) => paths.find((path) => path && existsSync(path));
export const SAYSO = first([process.env.SAYSO, ...['quick', 'release', 'debug'].map((profile) => join(ROOT, 'target', profile, 'sayso'))]);
export const CHROMIUM = first([process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']);

/** Why tests cannot run here; in CI that is no excuse. */
export const skip = process.env.CI
  ? false
  : !CHROMIUM
    ? 'no Chromium here (CHROMIUM names one)'
    : !SAYSO
      ? 'no program here: cargo build -p sayso-cli, or SAYSO names one'
      : false;

/** Starts the program over an empty casebook; gives its address and how to stop it. */
export async function program() {
  const folder = mkdtempSync(join(tmpdir(), 'sayso-page-'));
  const page = process.env.PAGE === 'built-in' ? [] : ['--page', join(HERE, '..', 'src')];
  const child = spawn(SAYSO, ['serve', '--casebook', join(folder, 'casebook.sayso'), '--port', '0', ...page], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (bytes) => {
    said += bytes;
  });
  const address = await new Promise((resolve, reject) => {
    let out = '';
    child.stdout.on('data', (bytes) => {
      out += bytes;
      const found = /http:\/\/[^\s/]+/.exec(out);
      if (found) resolve(found[0]);
    });
    child.on('exit', (code) => reject(new Error(`the program ended (${code}): ${said}`)));
  });
  return {
    address,
    stop: () =>
      new Promise((resolve) => {
        child.on('exit', () => {
          rmSync(folder, { recursive: true, force: true });
          resolve();
        });
        child.kill('SIGTERM');
        setTimeout(() => child.kill('SIGKILL'), 3000).unref();
      }),
  };
}

/** Asks the program, as another program would. */
export async function api(address, path, body, method = body ? 'POST' : 'GET') {
  const answer = await fetch(`${address}/api/${path}`, {
    method,
    headers: body ? { 'content-type': 'application/json' } : {},
    body: body && JSON.stringify(body),
  });
  const text = await answer.text();
  assert.ok(answer.ok, `${method} ${path}: ${answer.status} ${text}`);
  return text.startsWith('{') || text.startsWith('[') ? JSON.parse(text) : text;
}

/** A browser for one file of tests. */
export function browser() {
  return chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
}

/** A page that tells all that went wrong in it: errors, refused scripts, requests to anybody but the program. */
export async function open(chrome, address, options = {}) {
  const { hash = '', width = 1440, height = 900, theme = 'light', who = 'Ana' } = options;
  const context = await chrome.newContext({
    viewport: { width, height },
    colorScheme: theme,
    reducedMotion: 'reduce',
    acceptDownloads: true,
  });
  const wrong = [];
  await context.route('**', (route) => {
    if (route.request().url().startsWith(`${address}/`)) return route.continue();
    wrong.push(`request to ${route.request().url()}`);
    return route.abort();
  });
  if (who)
    await context.addInitScript((name) => {
      if (!localStorage.getItem('sayso.who')) localStorage.setItem('sayso.who', name);
    }, who);
  const page = await context.newPage();
  page.setDefaultTimeout(20000);
  page.on('pageerror', (error) => wrong.push(`error: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error') wrong.push(`console: ${message.text()}`);
  });
  page.on('dialog', (dialog) => {
    wrong.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  await page.goto(`${address}/${hash}`);
  await page.waitForSelector('main:not([aria-busy]) .stage');
  return {
    page,
    context,
    wrong,
    fine: async () => {
      assert.deepEqual(wrong, []);
      await context.close();
    },
  };
}

/** What axe holds against the page as it is now. */
export async function axe(page) {
  const world = await page.context().newCDPSession(page);
  const { frameTree } = await world.send('Page.getFrameTree');
  // a world of its own: the page's policy stays as it is, and the page does not see axe
  const { executionContextId } = await world.send('Page.createIsolatedWorld', { frameId: frameTree.frame.id, worldName: 'axe' });
  await world.send('Runtime.evaluate', { expression: AXE, contextId: executionContextId });
  const { result, exceptionDetails } = await world.send('Runtime.evaluate', {
    contextId: executionContextId,
    awaitPromise: true,
    returnByValue: true,
    expression:
      "axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }).then((r) => r.violations.map((v) => ({ id: v.id, impact: v.impact, help: v.help, nodes: v.nodes.slice(0, 4).map((n) => n.target.join(' ') + ' :: ' + (n.any[0]?.message ?? n.all[0]?.message ?? n.none[0]?.message ?? '')) })))",
  });
  assert.ok(!exceptionDetails, exceptionDetails?.exception?.description);
  return result.value;
}

export const REPORT = `Shells hit school in Merrow Bridge

14 March 2024

Shells hit a school in Taiz on Tuesday and killed four people, a doctor at the Lantern hospital said. Nine others were wounded.

Residents blamed fighters of the Hill Front. A spokesman for the front denied in a post on Facebook that its men had shelled the city.
`;
export const SECOND = `Six dead after Taiz shelling

Hill Front fighters shelled a school in Taiz on 12 March, killing six people, the town council said on Wednesday. The council told the Aden Courier that two of the dead were teachers.
`;

/** What reviews call an event. */
export const keyOf = (event) => ({
  kind: event.plover.event,
  start: event.trigger.start,
  end: event.trigger.end,
  ...(event.trigger.part ? { part: event.trigger.part } : {}),
});

/** Fills a casebook with two reports of one shelling and one of something else. */
export async function filled(address) {
  const numbers = [];
  for (const report of [
    { text: REPORT, outlet: 'Northgate Wire', published: '2024-03-14' },
    { text: SECOND, outlet: 'Aden Courier', published: '2024-03-13', title: 'Six dead after Taiz shelling' },
    {
      text: 'Several hundred teachers marched in Aden on Thursday to demand wages, their union said. Police arrested nine of them.',
      outlet: 'The Harbour Post',
      published: '2024-03-15',
      title: 'Teachers march in Aden',
    },
  ]) {
    numbers.push((await api(address, 'reports', report)).number);
  }
  return numbers;
}

/** What the samples hold, as inputs. */
export function samples() {
  const folder = join(ROOT, 'samples');
  const text = (name, outlet) => ({ text: readFileSync(join(folder, name), 'utf8'), outlet });
  const lines = (name) =>
    readFileSync(join(folder, name), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
  return [
    text('air-strike.txt', 'Meridian News Agency'),
    text('arrest.txt', 'The Harbour Post'),
    text('protest.txt', 'Aden Courier'),
    text('truce-road.txt', 'Great Lakes Dispatch'),
    text('ultimatum.txt', 'Northgate Wire'),
    ...lines('accounts.jsonl'),
    ...lines('ceasefire.jsonl'),
  ];
}
