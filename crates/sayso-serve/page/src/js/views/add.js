// Pasting or dropping a report: it is read at once and shown, and kept only when told to.

import { h, fill, bdi } from '../base/dom.js';
import { post, postPage } from '../base/api.js';
import { shortcuts } from '../base/keys.js';
import { address, current, go } from '../base/route.js';
import { fail, tell, whisper } from '../base/live.js';
import { so } from '../base/says.js';
import { SheetView } from '../reading/sheet.js';

/** What was dropped while another view was open. @type {{files: File[], text: string} | null} */
let waiting = null;
/** @type {((files: File[], text: string) => void) | null} */
let taker = null;

/** @param {File[]} files @param {string} text */
export function takeDropped(files, text) {
  if (!files.length && !text.trim()) return;
  if (taker) return taker(files, text);
  waiting = { files, text };
  if (current().path[0] !== 'add') go('#/add');
}

/** @param {HTMLElement} main */
export async function addView(main) {
  /** @type {SheetView | null} */
  let view = null;
  let turn = 0;
  let timer = 0;
  /** @type {File | null} A page given as a file: its bytes go as they are. */
  let page = null;
  const text = h('textarea', {
    id: 'report-text',
    rows: 10,
    placeholder: 'Paste the text of a report here, or drop a text or HTML file anywhere on this page.',
    dir: 'auto',
    spellcheck: false,
    on: {
      input: () => {
        setPage(null);
        later(400);
      },
      paste: () => later(30),
    },
  });
  const title = h('input', { id: 'report-title', dir: 'auto', on: { change: () => later(0) } });
  const outlet = h('input', { id: 'report-outlet', dir: 'auto', on: { change: () => later(0) } });
  const published = h('input', { id: 'report-day', type: 'date', on: { change: () => later(0) } });
  const url = h('input', { id: 'report-url', type: 'text', inputMode: 'url', on: { change: () => later(0) } });
  const file = h('input', {
    type: 'file',
    multiple: true,
    accept: '.txt,.html,.htm,text/plain,text/html',
    class: 'quiet',
    id: 'report-file',
    on: {
      change: () => {
        take([...(file.files ?? [])], '');
        file.value = '';
      },
    },
  });
  const state = h('p', { class: 'hint', role: 'status' });
  const keep = h('button', { type: 'button', class: 'main', disabled: true, on: { click: () => void keepIt() } }, 'Keep in the casebook');
  const result = h('div', { class: 'read-result' });
  const field = (/** @type {string} */ words, /** @type {HTMLElement} */ input) =>
    h('div', { class: 'labelled' }, h('label', { for: input.id }, words), input);

  main.classList.add('wide-stage');
  main.append(
    h(
      'div',
      {
        class: 'add-page',
        on: {
          keydown: (/** @type {KeyboardEvent} */ event) => {
            if (event.key === 'Enter' && event.ctrlKey && !keep.disabled) void keepIt();
          },
        },
      },
      h(
        'div',
        { class: 'add-head' },
        h('h1', {}, 'Add a report'),
        h('p', { class: 'hint' }, 'It is read here, on this machine, as soon as it is pasted; nothing is kept until you say so.'),
      ),
      h(
        'div',
        { class: 'add-form' },
        field('Text', text),
        h(
          'div',
          { class: 'add-fields' },
          field('Title', title),
          field('Outlet', outlet),
          field('Day of publication', published),
          field('Address', url),
        ),
        h('div', { class: 'row' }, keep, h('label', { class: 'button file', for: 'report-file' }, 'Choose files …'), file, state),
      ),
    ),
    result,
  );

  /** What is known of a page stands in it; nothing can be given beside it. @param {File | null} file */
  function setPage(file) {
    page = file;
    for (const input of [title, outlet, published, url]) input.disabled = Boolean(file);
  }

  function later(/** @type {number} */ wait) {
    clearTimeout(timer);
    timer = setTimeout(() => void read(), wait);
  }

  function body() {
    return {
      text: text.value,
      title: title.value.trim() || undefined,
      outlet: outlet.value.trim() || undefined,
      published: published.value || undefined,
      url: url.value.trim() || undefined,
    };
  }

  async function read() {
    const mine = ++turn;
    if (!page && !text.value.trim()) {
      view?.leave();
      view = null;
      main.classList.remove('has-result');
      fill(result);
      fill(state);
      keep.disabled = true;
      return;
    }
    fill(state, 'Reading …');
    try {
      /** @type {Sheet} */
      const sheet = page ? await postPage('read', page, page.name) : await post('read', body());
      if (mine !== turn) return;
      keep.disabled = false;
      view?.leave();
      const words = so(sheet.reading.events.length, 'event');
      fill(state, `Read: ${words}. Not kept yet.`);
      view = new SheetView(sheet, {
        head: [
          h(
            'p',
            { class: 'byline' },
            h('strong', {}, 'Not kept yet'),
            ' · ',
            bdi(sheet.report.outlet ?? sheet.reading.report.outlet ?? 'outlet not given'),
            sheet.reading.report.published
              ? ` · ${sheet.reading.report.published.slice(0, 10)}`
              : ' · no day given: words such as “Tuesday” stay open',
          ),
        ],
      });
      fill(result, view.element);
      main.classList.add('has-result');
      shortcuts('view', view.keys());
    } catch (error) {
      if (mine !== turn) return;
      fill(state);
      fail(error, 'Reading');
    }
  }

  async function keepIt() {
    keep.disabled = true;
    try {
      const answer = page ? await postPage('reports', page, page.name) : await post('reports', body());
      tell(
        { new: 'Kept.', known: 'The casebook had this report already.', reread: 'The casebook had this report; it was read anew.' }[
          /** @type {string} */ (answer.added)
        ] ?? 'Kept.',
      );
      go(address(['report', answer.number]));
    } catch (error) {
      keep.disabled = false;
      fail(error, 'Keeping');
    }
  }

  async function take(/** @type {File[]} */ files, /** @type {string} */ words) {
    if (files.length > 1) return keepMany(files);
    const [one] = files;
    if (!one) {
      text.value = words;
      setPage(null);
      return read();
    }
    const html = /\.html?$/i.test(one.name) || one.type === 'text/html';
    setPage(html ? one : null);
    text.value = html ? '' : await one.text();
    text.placeholder = html ? `The page ${one.name}, as it was saved` : text.placeholder;
    return read();
  }

  async function keepMany(/** @type {File[]} */ files) {
    if (!confirm(`Keep ${files.length} files in the casebook?`)) return;
    let kept = 0;
    for (const [i, one] of files.entries()) {
      fill(state, `Reading ${i + 1} of ${files.length}: ${one.name}`);
      try {
        if (/\.html?$/i.test(one.name)) await postPage('reports', one, one.name);
        else await post('reports', { text: await one.text() });
        kept++;
      } catch (error) {
        fail(error, one.name);
      }
    }
    fill(state, `${kept} of ${files.length} kept.`);
    whisper(`${kept} of ${files.length} kept`);
    if (kept) go('#/reports?sort=-added');
  }

  taker = (files, words) => void take(files, words);
  return {
    title: 'Add a report',
    shown: () => {
      text.focus();
      if (!waiting) return;
      const { files, text: words } = waiting;
      waiting = null;
      void take(files, words);
    },
    leave: () => {
      view?.leave();
      taker = null;
      turn++;
      clearTimeout(timer);
    },
  };
}
