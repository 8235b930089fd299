// Talks to the server that this page came from, and to nobody else. Every failure becomes a `Refusal`, in words a person can use.

export class Refusal extends Error {
  /** @param {string} words @param {number} status 0 where no answer came */
  constructor(words, status) {
    super(words);
    this.status = status;
  }
}

/**
 * @param {string} path
 * @param {RequestInit} [options]
 * @returns {Promise<any>}
 */
async function call(path, options) {
  let answer;
  try {
    answer = await fetch(`/api/${path}`, { credentials: 'same-origin', ...options });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new Refusal('The program does not answer. Is `sayso serve` still running on this machine?', 0);
  }
  const text = await answer.text();
  if (!answer.ok) throw new Refusal(wordsOf(text) || `The program answered ${answer.status}.`, answer.status);
  try {
    return JSON.parse(text);
  } catch {
    throw new Refusal('The program gave an answer that is not JSON.', answer.status);
  }
}

/** @param {string} text */
function wordsOf(text) {
  try {
    const words = JSON.parse(text).error;
    return typeof words === 'string' ? words : '';
  } catch {
    return '';
  }
}

/** @param {string} path @param {AbortSignal} [signal] */
export function get(path, signal) {
  return call(path, { signal });
}

/** @param {string} path @param {unknown} body */
export function post(path, body) {
  return call(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
}

/** A page as it was saved: the server finds text, title and day in it. @param {string} path @param {Blob} bytes @param {string} name */
export function postPage(path, bytes, name) {
  return call(path, { method: 'POST', headers: { 'content-type': 'text/html', 'x-sayso-origin': encodeURIComponent(name) }, body: bytes });
}

/** @type {Map<string, Promise<any>>} */
const kept = new Map();

/** What does not change while the program runs: asked for once. @param {string} path */
export function once(path) {
  let promise = kept.get(path);
  if (!promise) {
    promise = get(path);
    promise.catch(() => kept.delete(path));
    kept.set(path, promise);
  }
  return promise;
}
