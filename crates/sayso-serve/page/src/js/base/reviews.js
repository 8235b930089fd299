// Sends what a person decided. What could not be sent is kept, here and over a reload, until it is sent or thrown away by hand.

import { h, fill, the } from './dom.js';
import { post, Refusal } from './api.js';
import { tell, fail } from './live.js';
import { reviewer } from './reviewer.js';

const STORE = 'sayso.unsent';
/** @type {Review[]} */
let unsent = load();
/** Numbers of the reviews sent from this page, the newest last: what `undo` takes back. @type {{number: number, report: string}[]} */
const sent = [];

/** @returns {Review[]} */
function load() {
  try {
    const list = JSON.parse(localStorage.getItem(STORE) ?? '[]');
    return Array.isArray(list) ? list : [];
  } catch {
    return [];
  }
}

function save() {
  localStorage.setItem(STORE, JSON.stringify(unsent));
  show();
}

/**
 * Sends a review; null where it was not taken (and told why).
 * @param {Omit<Review, 'who'>} review
 * @returns {Promise<{number: number, sheet: Sheet} | null>}
 */
export async function decide(review) {
  const who = await reviewer();
  if (!who) {
    tell('Nothing was decided: each decision needs a name.');
    return null;
  }
  const whole = { ...review, who };
  try {
    const answer = await post('reviews', whole);
    if (review.verdict !== 'undo') sent.push({ number: answer.number, report: review.report });
    if (unsent.length) void again();
    return answer;
  } catch (error) {
    if (error instanceof Refusal && error.status >= 400 && error.status < 500) fail(error, 'Not taken');
    else {
      unsent.push(whole);
      save();
      fail(error, 'Not saved yet, but kept here');
    }
    return null;
  }
}

/** The newest review of this page on a report, or of any where none is given. @param {string} [report] */
export function lastSent(report) {
  for (let i = sent.length - 1; i >= 0; i--) if (!report || sent[i].report === report) return sent[i];
  return null;
}

/** @param {number} number */
export function forget(number) {
  const at = sent.findIndex((one) => one.number === number);
  if (at >= 0) sent.splice(at, 1);
}

async function again() {
  const waiting = unsent;
  unsent = [];
  for (const [i, review] of waiting.entries()) {
    try {
      await post('reviews', review);
    } catch (error) {
      const refused = error instanceof Refusal && error.status >= 400 && error.status < 500;
      if (refused) fail(error, 'Not taken');
      unsent = waiting.slice(refused ? i + 1 : i);
      save();
      if (!refused) return;
      return again();
    }
  }
  save();
  tell('All kept changes are saved.');
  dispatchEvent(new Event('sayso-changed'));
}

/** Shows what waits to be sent. */
export function show() {
  const old = document.getElementById('unsent');
  if (!unsent.length) return old?.remove();
  const line = old ?? h('p', { id: 'unsent', class: 'failure' });
  fill(
    line,
    h('span', {}, `${unsent.length} ${unsent.length === 1 ? 'change is' : 'changes are'} not saved yet; kept in this browser.`),
    h('button', { type: 'button', on: { click: () => void again().catch((e) => fail(e)) } }, 'Try again'),
    h(
      'button',
      {
        type: 'button',
        on: {
          click: () => {
            if (confirm('Throw away what was not saved?')) {
              unsent = [];
              save();
            }
          },
        },
      },
      'Throw away',
    ),
  );
  if (!old) the('banner').append(line);
}
