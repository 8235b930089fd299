// Addresses behind the `#`: `#/report/12?event=e3`. Whole views are addresses, so that they can be kept, sent and gone back to.

/** @typedef {{path: string[], query: URLSearchParams}} Route */

/** @returns {Route} */
export function current() {
  const [path, query] = location.hash.replace(/^#\/?/, '').split('?');
  return { path: path.split('/').filter(Boolean).map(safeDecode), query: new URLSearchParams(query ?? '') };
}

/** @param {string} part */
function safeDecode(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** @param {(string | number)[]} path @param {URLSearchParams} [query] */
export function address(path, query) {
  const search = query?.toString();
  return `#/${path.map((part) => encodeURIComponent(part)).join('/')}${search ? `?${search}` : ''}`;
}

/** @param {string} hash */
export function go(hash) {
  location.hash = hash;
}

/** Changes the address without going anywhere: the view has already followed. @param {string} hash */
export function note(hash) {
  history.replaceState(history.state, '', hash);
}

let wanted = 0;

/** Where a view that was gone back to had been scrolled to; 0 for one that was newly gone to. */
export function scrollWanted() {
  const scroll = wanted;
  wanted = 0;
  return scroll;
}

/** Keeps with each entry of the history how far it was scrolled. */
export function keepScroll() {
  history.scrollRestoration = 'manual';
  let timer = 0;
  addEventListener(
    'scroll',
    () => {
      clearTimeout(timer);
      timer = setTimeout(() => history.replaceState({ scroll: scrollY }, ''), 120);
    },
    { passive: true },
  );
  addEventListener('popstate', (event) => {
    clearTimeout(timer);
    wanted = event.state?.scroll ?? 0;
  });
}
