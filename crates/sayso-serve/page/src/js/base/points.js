// Offsets of the record count code points; the browser counts UTF-16 units. This is the one place that turns one into the other.

export class Points {
  /** @param {string} text */
  constructor(text) {
    this.text = text;
    /** Where characters outside the basic plane begin, in units; each shifts what follows by one. @type {number[]} */
    this.wide = [];
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i);
      if (unit >= 0xd800 && unit < 0xdc00) {
        const next = text.charCodeAt(i + 1);
        if (next >= 0xdc00 && next < 0xe000) this.wide.push(i++);
      }
    }
  }

  /** Units before a code point. @param {number} point */
  unit(point) {
    let low = 0;
    let high = this.wide.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.wide[middle] - middle < point) low = middle + 1;
      else high = middle;
    }
    return Math.min(point + low, this.text.length);
  }

  /** Code points before a unit; inside a wide character, those before it. @param {number} unit */
  point(unit) {
    let low = 0;
    let high = this.wide.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.wide[middle] < unit - 1) low = middle + 1;
      else high = middle;
    }
    const inside = this.wide[low] === unit - 1 ? 1 : 0;
    return unit - low - inside;
  }

  /** The words from one code point to another. @param {number} start @param {number} end */
  slice(start, end) {
    return this.text.slice(this.unit(start), this.unit(end));
  }
}
