// Notices when the casebook was changed by somebody else: another window, another person, the command line.

import { get } from './api.js';

/** Calls when it was; gives how to stop. @param {() => void} changed */
export function watchChanges(changed) {
  let revision = -1;
  let asking = false;
  const stop = new AbortController();
  const timer = setInterval(() => {
    if (document.hidden || asking) return;
    asking = true;
    get(revision < 0 ? 'changes' : `changes?since=${revision}`, stop.signal)
      .then((/** @type {{revision: number}} */ answer) => {
        if (revision >= 0 && answer.revision !== revision) changed();
        revision = answer.revision;
      })
      .catch(() => undefined)
      .finally(() => {
        asking = false;
      });
  }, 4000);
  return () => {
    clearInterval(timer);
    stop.abort();
  };
}
