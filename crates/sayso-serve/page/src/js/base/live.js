// Tells what happened: to the eye by a line at the foot, to a screen reader by a live region.

import { h, fill, the } from './dom.js';

let timer = 0;

/** @param {string} words @param {{label: string, act: () => void}} [action] */
export function tell(words, action) {
  const place = the('toast');
  fill(
    place,
    h('span', {}, words),
    action &&
      h(
        'button',
        {
          type: 'button',
          on: {
            click: () => {
              clear();
              action.act();
            },
          },
        },
        action.label,
      ),
  );
  place.classList.add('shown');
  clearTimeout(timer);
  timer = setTimeout(clear, action ? 9000 : 5000);
}

function clear() {
  the('toast').classList.remove('shown');
  timer = setTimeout(() => the('toast').replaceChildren(), 300);
}

/** For the ear alone. @param {string} words */
export function whisper(words) {
  const place = the('toast');
  if (place.classList.contains('shown')) return;
  fill(place, h('span', { class: 'quiet' }, words));
}

/** What went wrong; stays until closed. @param {unknown} error @param {string} [doing] */
export function fail(error, doing) {
  const words = error instanceof Error ? error.message : String(error);
  const full = doing ? `${doing}: ${words}` : words;
  fill(the('alert'), full);
  const line = h(
    'p',
    { class: 'failure' },
    h('span', {}, full),
    h('button', { type: 'button', on: { click: () => line.remove() } }, 'Close'),
  );
  the('banner').append(line);
}
