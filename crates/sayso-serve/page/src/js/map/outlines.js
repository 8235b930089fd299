// Country outlines as the program carries them (`data/map/README.md` has the form), turned into SVG paths.

import { once } from '../base/api.js';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const VALUE = new Map([...ALPHABET].map((letter, i) => [letter, i]));

/** @typedef {{code: string, name: string, path: string, box: [number, number, number, number], middle: [number, number]}} Country box: west, south, east, north of its main land in degrees; middle: longitude and latitude of that land's centre */
/** @typedef {{grid: number, countries: Country[], others: string[]}} Outlines */

/** @param {string} letters @returns {[number, number][]} */
export function decode(letters) {
  /** @type {number[]} */
  const numbers = [];
  let number = 0;
  let weight = 1;
  for (const letter of letters) {
    const value = VALUE.get(letter) ?? 0;
    number += (value % 32) * weight;
    if (value >= 32) {
      weight *= 32;
      continue;
    }
    numbers.push(number % 2 ? -(number + 1) / 2 : number / 2);
    number = 0;
    weight = 1;
  }
  /** @type {[number, number][]} */
  const points = [];
  for (let i = 0, x = 0, y = 0; i + 1 < numbers.length; i += 2) points.push([(x += numbers[i]), (y += numbers[i + 1])]);
  return points;
}

/** @type {Promise<Outlines> | null} */
let made = null;

/** @returns {Promise<Outlines>} */
export function outlines() {
  return (made ??= once('outlines').then((/** @type {OutlinesFile} */ file) => {
    const arcs = file.arcs.map(decode);
    return {
      grid: file.grid,
      countries: Object.entries(file.countries).map(([code, one]) => ({ code, name: one.name, ...shape(one.rings, arcs, file.grid) })),
      others: file.others.map((one) => shape(one.rings, arcs, file.grid).path),
    };
  }));
}

/**
 * A ring as a path. Rings that cross the 180th meridian jump from one side of the world to the other: they are drawn on past it, and once
 * more on the other side. One that goes around the pole is closed over it.
 * @param {[number, number][]} points @param {number} grid
 */
function drawn(points, grid) {
  const turn = 360 * grid;
  let shift = 0;
  /** @type {[number, number][]} */
  const line = points.map(([x, y], i) => {
    const step = i ? x - points[i - 1][0] : 0;
    if (step > turn / 2) shift -= turn;
    else if (step < -turn / 2) shift += turn;
    return [x + shift, y];
  });
  if (Math.abs(shift) === turn) {
    const last = line[line.length - 1];
    line.push([last[0], -90 * grid], [line[0][0], -90 * grid]);
  }
  const path = (/** @type {number} */ by) => line.map(([x, y], i) => `${i ? 'L' : 'M'}${x + by} ${-y}`).join('') + 'Z';
  const crosses = line.some(([x], i) => x !== points[i]?.[0]);
  return crosses ? path(0) + path(line.some(([x]) => x > turn / 2) ? -turn : turn) : path(0);
}

/** The centre of a ring's area. @param {[number, number][]} points @param {number} grid @returns {[number, number]} */
function centre(points, grid) {
  let area = 0;
  let x = 0;
  let y = 0;
  points.forEach(([ax, ay], i) => {
    const [bx, by] = points[(i + 1) % points.length];
    const cross = ax * by - bx * ay;
    area += cross;
    x += (ax + bx) * cross;
    y += (ay + by) * cross;
  });
  return area ? [x / (3 * area * grid), y / (3 * area * grid)] : [points[0][0] / grid, points[0][1] / grid];
}

/** @param {number[][]} rings @param {[number, number][][]} arcs @param {number} grid */
function shape(rings, arcs, grid) {
  let path = '';
  /** @type {[number, number, number, number]} */
  let box = [180, 90, -180, -90];
  let widest = 0;
  /** @type {[number, number]} */
  let middle = [0, 0];
  for (const ring of rings) {
    const points = ring.flatMap((arc, i) => {
      const line = arc >= 0 ? arcs[arc] : [...arcs[~arc]].reverse();
      return i ? line.slice(1) : line;
    });
    path += drawn(points, grid);
    const xs = points.map(([x]) => x / grid);
    const ys = points.map(([, y]) => y / grid);
    /** @type {[number, number, number, number]} */
    const own = [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
    const size = (own[2] - own[0]) * (own[3] - own[1]);
    if (size > widest) {
      // the main land alone: islands far away would make the box the whole world
      widest = size;
      box = own;
      middle = centre(points, grid);
    }
  }
  return { path, box, middle };
}
