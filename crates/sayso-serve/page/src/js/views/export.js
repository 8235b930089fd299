// Giving out what is filtered: the forms, each with what it cannot hold, told before anybody downloads it.

import { h, fill } from '../base/dom.js';
import { once } from '../base/api.js';
import { dialog } from '../base/dialog.js';
import { tell, fail } from '../base/live.js';
import { filterOf } from '../lists/filter.js';

/** @param {URLSearchParams} query @param {string} [what] what the view shows, events or incidents: its first form is offered */
export async function exportDialog(query, what = 'events') {
  const filter = filterOf(query);
  /** @type {Form[]} */
  const forms = await once('forms').catch((error) => (fail(error, 'Export'), []));
  if (!forms.length) return;
  let chosen = forms.find((form) => form.what === what) ?? forms[0];
  const lacks = h('div', { class: 'lacks', role: 'region', 'aria-label': 'About the form', 'aria-live': 'polite', tabIndex: 0 });
  const show = () =>
    fill(
      lacks,
      h('p', {}, chosen.about),
      chosen.lacks.length
        ? [
            h('h3', {}, 'What this form cannot hold'),
            h(
              'ul',
              {},
              chosen.lacks.map((one) => h('li', {}, h('strong', {}, one.what), one.why ? `: ${one.why}` : '')),
            ),
          ]
        : h('p', { class: 'hint' }, 'It holds all that is known of an event.'),
    );
  const link = h('a', { class: 'button main', download: '' }, 'Download');
  const point = () => {
    const whole = new URLSearchParams(filter);
    whole.set('form', chosen.name);
    whole.set('what', chosen.what);
    link.href = `/api/export?${whole}`;
  };
  await dialog(
    'Export',
    () => {
      const items = forms.map((form) =>
        h(
          'li',
          {},
          h(
            'label',
            {},
            h('input', {
              type: 'radio',
              name: 'form',
              value: `${form.name}/${form.what}`,
              checked: form === chosen,
              on: {
                change: () => {
                  chosen = form;
                  show();
                  point();
                },
              },
            }),
            h('span', {}, h('strong', {}, form.name), ` (${form.what})`),
          ),
        ),
      );
      show();
      point();
      link.addEventListener('click', () => tell('The file is being made.'));
      return [
        h(
          'p',
          {},
          [...filter].length
            ? 'Only what the filters let through is given out.'
            : 'The whole casebook is given out; filter first to give out a part.',
        ),
        h('div', { class: 'export' }, h('fieldset', {}, h('legend', {}, 'Form'), h('ul', { class: 'forms' }, items)), lacks),
        h('div', { class: 'row foot' }, link),
      ];
    },
    { wide: true },
  );
}
