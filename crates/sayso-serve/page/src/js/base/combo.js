// A field to type into that offers what fits: the combobox pattern of ARIA's authoring practices.

import { h, fill } from './dom.js';

let count = 0;

/**
 * @template Value
 * @param {{label: string, value?: string, placeholder?: string, find: (typed: string) => Promise<Value[]> | Value[], show: (value: Value) => {words: string, note?: string},
 *   choose: (value: Value) => void, wait?: number}} options
 * @returns {{element: HTMLElement, input: HTMLInputElement}}
 */
export function combo(options) {
  const id = `combo-${++count}`;
  /** @type {Value[]} */
  let found = [];
  let at = -1;
  let turn = 0;
  let timer = 0;
  const list = h('ul', { id: `${id}-list`, role: 'listbox', 'aria-label': options.label, class: 'options', hidden: true });
  const input = h('input', {
    id,
    type: 'text',
    value: options.value ?? '',
    placeholder: options.placeholder ?? '',
    autocomplete: 'off',
    role: 'combobox',
    'aria-expanded': 'false',
    'aria-controls': `${id}-list`,
    'aria-autocomplete': 'list',
    'aria-label': options.label,
    spellcheck: false,
    on: {
      input: () => {
        clearTimeout(timer);
        timer = setTimeout(() => void look(), options.wait ?? 0);
      },
      focus: () => void look(),
      blur: () => setTimeout(close, 150),
      keydown: press,
    },
  });
  const said = h('span', { class: 'quiet', role: 'status' });

  async function look() {
    const mine = ++turn;
    const values = await options.find(input.value.trim());
    if (mine !== turn || !input.isConnected) return;
    found = values.slice(0, 120);
    // what is chosen already stays so until something is typed: Enter must not change it by chance
    at =
      input.value === (options.value ?? '')
        ? found.findIndex((value) => options.show(value).words === options.value)
        : found.length
          ? 0
          : -1;
    show();
  }

  function show() {
    fill(
      list,
      found.map((value, i) => {
        const { words, note } = options.show(value);
        return h(
          'li',
          {
            id: `${id}-${i}`,
            role: 'option',
            'aria-selected': String(i === at),
            on: {
              mousedown: (/** @type {Event} */ event) => {
                event.preventDefault();
                take(i);
              },
            },
          },
          h('span', {}, words),
          note && h('small', {}, note),
        );
      }),
    );
    list.hidden = !found.length || document.activeElement !== input;
    input.setAttribute('aria-expanded', String(!list.hidden));
    if (at >= 0 && !list.hidden) input.setAttribute('aria-activedescendant', `${id}-${at}`);
    else input.removeAttribute('aria-activedescendant');
    fill(said, found.length ? `${found.length} to choose from` : 'nothing fits');
    if (at >= 0) list.children[at]?.scrollIntoView({ block: 'nearest' });
  }

  /** @param {number} i */
  function take(i) {
    const value = found[i];
    if (value === undefined) return;
    input.value = options.show(value).words;
    options.choose(value);
    close();
  }

  function close() {
    turn++;
    list.hidden = true;
    input.setAttribute('aria-expanded', 'false');
    input.removeAttribute('aria-activedescendant');
  }

  /** @param {KeyboardEvent} event */
  function press(event) {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      if (list.hidden) return void look();
      at = (at + (event.key === 'ArrowDown' ? 1 : -1) + found.length) % Math.max(1, found.length);
      show();
    } else if (event.key === 'Enter' && !list.hidden && at >= 0) {
      event.preventDefault();
      event.stopPropagation();
      take(at);
    } else if (event.key === 'Escape' && !list.hidden) {
      event.preventDefault();
      event.stopPropagation();
      close();
    }
  }

  return { element: h('div', { class: 'combo' }, input, list, said), input };
}

/** Those whose words hold all that was typed, the ones that begin with it first. @template Value @param {Value[]} values @param {string} typed @param {(value: Value) => string} words */
export function fitting(values, typed, words) {
  const parts = typed
    .toLowerCase()
    .split(/[\s:]+/)
    .filter(Boolean);
  const fit = values.filter((value) => parts.every((part) => words(value).toLowerCase().includes(part)));
  const begins = (/** @type {Value} */ value) =>
    Number(
      words(value)
        .toLowerCase()
        .startsWith(parts[0] ?? ''),
    );
  return fit.sort((a, b) => begins(b) - begins(a));
}
