// The page: frame, addresses, keys that hold everywhere. Each view is a module that fills <main> and gives back how to leave it.

import { h, fill, the } from './base/dom.js';
import { get, once } from './base/api.js';
import { listen, shortcuts, help } from './base/keys.js';
import { current, go, keepScroll } from './base/route.js';
import { fail } from './base/live.js';
import { show as showUnsent } from './base/reviews.js';
import { askName, currentName, suggest } from './base/reviewer.js';
import { learnCountries } from './base/says.js';
import { overview } from './views/overview.js';
import { reportView } from './views/report.js';
import { incidentView } from './views/incident.js';
import { addView, takeDropped } from './views/add.js';
import { reviewView } from './views/review.js';

/** @typedef {import('./base/route.js').Route} Route */
/** @typedef {{title: string, shown?: () => void, leave?: () => void, follow?: (route: Route) => boolean}} Shown */

/** @type {Record<string, (main: HTMLElement, route: Route) => Promise<Shown>>} */
const VIEWS = {
  incidents: overview,
  events: overview,
  reports: overview,
  map: overview,
  report: reportView,
  incident: incidentView,
  add: addView,
  review: reviewView,
};

/** @type {Shown | null} */
let shown = null;
let turn = 0;

async function follow() {
  const route = current();
  const name = route.path[0] ?? 'incidents';
  if (shown?.follow?.(route)) return;
  const mine = ++turn;
  shown?.leave?.();
  shown = null;
  shortcuts('view', []);
  for (const link of the('top').querySelectorAll('nav a')) {
    const here = (link.getAttribute('href') ?? '').slice(2).split('?')[0] === ({ report: 'reports', incident: 'incidents' }[name] ?? name);
    if (here) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
  const main = the('main');
  const stage = h('div', { class: 'stage' });
  main.setAttribute('aria-busy', 'true');
  const slow = setTimeout(() => fill(main, h('p', { class: 'waiting' }, 'One moment …')), 250);
  try {
    const view = VIEWS[name];
    if (!view) throw new Error(`There is no page “${name}”.`);
    const next = await view(stage, route);
    if (mine !== turn) return next.leave?.();
    shown = next;
    fill(main, stage);
    document.title = `${next.title} · Sayso`;
    scrollTo(0, 0);
    next.shown?.();
  } catch (error) {
    if (mine !== turn) return;
    document.title = 'Sayso';
    fill(
      main,
      h(
        'div',
        { class: 'stage empty-state' },
        h('h1', {}, 'This could not be shown'),
        h('p', {}, error instanceof Error ? error.message : String(error)),
        h('p', {}, h('a', { href: '#/incidents' }, 'To the overview')),
      ),
    );
  } finally {
    clearTimeout(slow);
    if (mine === turn) {
      main.removeAttribute('aria-busy');
      if (!main.contains(document.activeElement) && !the('top').contains(document.activeElement)) focusHeading(main);
    }
  }
}

/** The reader of a screen hears where it is. @param {HTMLElement} main */
function focusHeading(main) {
  const heading = main.querySelector('h1');
  if (heading) heading.tabIndex = -1;
  (heading ?? main).focus({ preventScroll: true });
}

const LINKS = [
  ['incidents', 'Incidents'],
  ['events', 'Events'],
  ['reports', 'Reports'],
  ['map', 'Map'],
  ['review', 'Review'],
  ['add', 'Add'],
];

function frame() {
  const who = h('button', { type: 'button', class: 'plain who', on: { click: () => void askName() } });
  const name = () => fill(who, currentName() ? `Reviewer: ${currentName()}` : 'Who are you?');
  addEventListener('sayso-who', name);
  name();
  const theme = h(
    'button',
    { type: 'button', class: 'plain', 'aria-label': 'Light or dark', title: 'Light or dark', on: { click: turnTheme } },
    '◐',
  );
  fill(
    the('top'),
    h('a', { class: 'brand', href: '#/incidents', 'aria-label': 'Sayso, to the overview' }, 'Sayso'),
    h(
      'nav',
      { 'aria-label': 'Views' },
      h(
        'ul',
        {},
        LINKS.map(([path, label]) => h('li', {}, h('a', { href: `#/${path}` }, label))),
      ),
    ),
    h(
      'div',
      { class: 'tools' },
      who,
      theme,
      h('button', { type: 'button', class: 'plain', 'aria-label': 'Keys', title: 'Keys (?)', on: { click: () => void help() } }, '?'),
    ),
  );
}

function turnTheme() {
  const dark = matchMedia('(prefers-color-scheme: dark)').matches;
  const now = document.documentElement.dataset.theme ?? (dark ? 'dark' : 'light');
  const next = now === 'dark' ? 'light' : 'dark';
  document.documentElement.dataset.theme = next;
  localStorage.setItem('sayso.theme', next);
}

function globalKeys() {
  /** @param {string} hash */
  const to = (hash) => () => go(hash);
  shortcuts('page', [
    {
      keys: '/',
      about: 'search',
      act: () => {
        const box = document.getElementById('search');
        if (box) box.focus();
        else go('#/incidents?focus=search');
      },
    },
    { keys: 'g i or g o', about: 'go to the incidents', act: to('#/incidents') },
    { keys: 'g e', about: 'go to the events', act: to('#/events') },
    { keys: 'g r', about: 'go to the reports', act: to('#/reports') },
    { keys: 'g m', about: 'go to the map', act: to('#/map') },
    { keys: 'g v', about: 'go to what is to be reviewed', act: to('#/review') },
    { keys: 'g a', about: 'add a report', act: to('#/add') },
    { keys: '?', about: 'show these keys', act: () => void help() },
  ]);
  listen();
}

/** Anything dropped anywhere is a report to be read. */
function dropping() {
  addEventListener('dragover', (event) => {
    if (!event.dataTransfer?.types.some((type) => type === 'Files' || type === 'text/plain')) return;
    event.preventDefault();
    document.body.classList.add('dropping');
  });
  addEventListener('dragleave', (event) => {
    if (!event.relatedTarget) document.body.classList.remove('dropping');
  });
  addEventListener('drop', (event) => {
    document.body.classList.remove('dropping');
    if (!event.dataTransfer || event.defaultPrevented) return;
    event.preventDefault();
    takeDropped([...event.dataTransfer.files], event.dataTransfer.getData('text/plain'));
  });
}

async function start() {
  const theme = localStorage.getItem('sayso.theme');
  if (theme) document.documentElement.dataset.theme = theme;
  frame();
  globalKeys();
  dropping();
  showUnsent();
  keepScroll();
  addEventListener('hashchange', () => void follow());
  await once('outlines')
    .then(learnCountries)
    .catch(() => undefined);
  await follow();
  const about = /** @type {About | null} */ (
    await get('about').catch((error) => {
      fail(error);
      return null;
    })
  );
  if (about?.who) suggest(about.who);
}

void start();
