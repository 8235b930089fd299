// Dialogs: the browser's own, which keeps the focus inside and gives it back.

import { h } from './dom.js';

/**
 * Shows a dialog until it is closed; answers with what closed it.
 * @param {string} title
 * @param {(close: (answer?: string) => void) => (Node | string)[]} body
 * @param {{wide?: boolean}} [options]
 * @returns {Promise<string>}
 */
export function dialog(title, body, options = {}) {
  return new Promise((resolve) => {
    const before = document.activeElement;
    const box = h('dialog', { class: options.wide ? 'wide' : '', 'aria-label': title });
    const close = (/** @type {string} */ answer = '') => box.close(answer);
    box.append(
      h(
        'div',
        { class: 'dialog-head' },
        h('h2', {}, title),
        h('button', { type: 'button', class: 'plain', 'aria-label': 'Close', on: { click: () => close() } }, '✕'),
      ),
      ...body(close),
    );
    box.addEventListener('close', () => {
      box.remove();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
      resolve(box.returnValue);
    });
    box.addEventListener('click', (event) => {
      if (event.target === box) close();
    });
    document.body.append(box);
    box.showModal();
    /** @type {HTMLElement | null} */ (box.querySelector('input:checked') ?? box.querySelector('input, textarea'))?.focus();
  });
}
