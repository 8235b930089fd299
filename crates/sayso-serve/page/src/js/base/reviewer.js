// Who is at the keyboard: asked once, at the first decision, and kept in this browser.

import { h } from './dom.js';
import { dialog } from './dialog.js';

const STORE = 'sayso.who';

export function currentName() {
  return localStorage.getItem(STORE) ?? '';
}

let suggested = '';

/** What the program was started with: offered, never taken without asking. @param {string} name */
export function suggest(name) {
  suggested = name;
}

/** @param {string} name */
export function rename(name) {
  localStorage.setItem(STORE, name);
  dispatchEvent(new Event('sayso-who'));
}

/** The reviewer's name; asks where there is none; empty where nobody gave one. */
export async function reviewer() {
  return currentName() || askName();
}

/** @returns {Promise<string>} */
export async function askName() {
  const answer = await dialog('Who is reviewing?', (close) => {
    const input = h('input', { id: 'who-name', value: currentName() || suggested, autocomplete: 'name', required: true, maxLength: 100 });
    return [
      h(
        'form',
        {
          class: 'stack',
          on: {
            submit: (/** @type {Event} */ event) => {
              event.preventDefault();
              close(input.value.trim());
            },
          },
        },
        h('p', {}, 'Each decision is kept with your name and the time. It stays on this machine.'),
        h('label', { for: 'who-name' }, 'Your name or initials'),
        input,
        h('div', { class: 'row' }, h('button', { class: 'main' }, 'Go on')),
      ),
    ];
  });
  if (answer) rename(answer);
  return answer;
}
