// Makes elements. Text is only ever set as text: no string of a report is read as markup anywhere.

/** @typedef {Node | string | number | null | undefined | false} Child */

/**
 * An element with properties and children. `on` holds listeners, `data` data attributes, `class` the class list; a name that starts with
 * `aria-` or holds a dash is an attribute, all else a property of the element.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, any>} [props]
 * @param {...(Child | Child[])} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function h(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) set(element, name, value);
  append(element, children);
  return element;
}

/**
 * An SVG element; every property is an attribute but `on`, `data` and `class`.
 * @param {string} tag
 * @param {Record<string, any>} [props]
 * @param {...(Child | Child[])} children
 * @returns {SVGElement}
 */
export function s(tag, props = {}, ...children) {
  const element = document.createElementNS('http://www.w3.org/2000/svg', tag);
  for (const [name, value] of Object.entries(props)) {
    if (name === 'on' || name === 'data') set(element, name, value);
    else if (value !== undefined && value !== null && value !== false) element.setAttribute(name, String(value));
  }
  append(element, children);
  return element;
}

const ATTRIBUTES = new Set(['role', 'for', 'list', 'form', 'lang', 'colspan', 'scope', 'datetime']);

/** @param {Element} element @param {string} name @param {any} value */
function set(element, name, value) {
  if (value === undefined || value === null) return;
  if (name === 'on')
    for (const [type, listener] of Object.entries(value)) element.addEventListener(type, /** @type {EventListener} */ (listener));
  else if (name === 'data') Object.assign(/** @type {HTMLElement} */ (element).dataset, value);
  else if (name === 'class') element.setAttribute('class', value);
  else if (name.includes('-') || ATTRIBUTES.has(name)) {
    if (value !== false || name.startsWith('aria-')) element.setAttribute(name, String(value));
  } else /** @type {any} */ (element)[name] = value;
}

/** @param {Element} element @param {(Child | Child[])[]} children */
export function append(element, children) {
  for (const child of children.flat()) {
    if (child === null || child === undefined || child === false || child === '') continue;
    element.append(child instanceof Node ? child : String(child));
  }
}

/** Puts children in place of what an element holds. @param {Element} element @param {...(Child | Child[])} children */
export function fill(element, ...children) {
  element.replaceChildren();
  append(element, children);
  return element;
}

/** Words of a report or of a person: kept apart from the direction of what stands around. @param {Child} text */
export function bdi(text) {
  return h('bdi', {}, text);
}

/** Words for the screen reader alone. @param {string} text */
export function hidden(text) {
  return h('span', { class: 'quiet' }, text);
}

/** The element of an id. @param {string} id */
export function the(id) {
  const element = document.getElementById(id);
  if (!element) throw new Error(`the page has no #${id}`);
  return element;
}

/** Whether keys typed here are text. @param {EventTarget | null} target */
export function isTyping(target) {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable ||
      target instanceof HTMLTextAreaElement ||
      target instanceof HTMLSelectElement ||
      (target instanceof HTMLInputElement && !['checkbox', 'radio', 'button', 'range', 'file'].includes(target.type)))
  );
}

/** @type {ScrollBehavior} */
export const SMOOTH = matchMedia('(prefers-reduced-motion: reduce)').matches ? 'auto' : 'smooth';
