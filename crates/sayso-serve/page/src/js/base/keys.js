// Keys: each view tells its own; `?` shows all that hold now. Nothing fires while somebody types, or with Ctrl, Alt or Meta.

import { h, isTyping } from './dom.js';
import { dialog } from './dialog.js';

/** @typedef {{keys: string, about: string, act: (event: KeyboardEvent) => void}} Shortcut */

/** @type {Map<string, Shortcut[]>} */
const scopes = new Map();
let before = '';
let timer = 0;

/** Sets the keys of a scope (`page`, `view`), in place of what it had. @param {string} scope @param {Shortcut[]} shortcuts */
export function shortcuts(scope, shortcuts) {
  scopes.set(scope, shortcuts);
}

/** @param {string} sequence */
function find(sequence) {
  for (const scope of ['view', 'page']) {
    const found = scopes.get(scope)?.find((one) => one.keys.split(' or ').includes(sequence));
    if (found) return found;
  }
  return undefined;
}

export function listen() {
  document.addEventListener('keydown', (event) => {
    if (
      event.defaultPrevented ||
      event.ctrlKey ||
      event.metaKey ||
      event.altKey ||
      isTyping(event.target) ||
      document.querySelector('dialog[open]')
    )
      return;
    if (event.key.length > 1 && !find(event.key)) return;
    const sequence = before ? `${before} ${event.key}` : event.key;
    clearTimeout(timer);
    const found = find(sequence);
    before = '';
    if (found) {
      event.preventDefault();
      found.act(event);
    } else if (event.key === 'g') {
      before = 'g';
      timer = setTimeout(() => {
        before = '';
      }, 1500);
    }
  });
}

export function help() {
  /** @param {string} title @param {Shortcut[]} list */
  const table = (title, list) =>
    list.length
      ? [
          h('h3', {}, title),
          h(
            'table',
            { class: 'keys' },
            h(
              'tbody',
              {},
              list.map((one) =>
                h(
                  'tr',
                  {},
                  h(
                    'th',
                    { scope: 'row' },
                    one.keys.split(' or ').flatMap((key, i) => [i ? ' or ' : '', h('kbd', {}, key === ' ' ? 'Space' : key)]),
                  ),
                  h('td', {}, one.about),
                ),
              ),
            ),
          ),
        ]
      : [];
  return dialog(
    'Keys',
    () => [h('div', {}, ...table('On this view', scopes.get('view') ?? []), ...table('Everywhere', scopes.get('page') ?? []))],
    { wide: true },
  );
}
