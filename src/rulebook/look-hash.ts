import { hashPrime, hashStart, symbol } from '#domain/fold.ts';

/** Longest word that is compared by its looks. */
export const lookLettersMax = 20;
export const letter = (c: string): number => c.charCodeAt(0) - 96;
/** Letters that look alike read as the first one: in small words only these few … */
const alike: readonly string[] = ['il1', 'oq0', 's5', 'b8', 'g9', 'z2', 't7', 'e3', 'a4'];
/** … in longer ones these, too, which pictures and hurried eyes mix up. */
const alikeInLong: readonly string[] = [
  ...['il1', 'oqa04', 'ec3', 'hb8', 'uv', 'tf7', 'gq96', 's5z2', 'rn'],
];

function buildClasses(groups: readonly string[]): Uint8Array {
  const classes = Uint8Array.from({ length: 64 }, (_, i) => i);
  for (const [first, ...others] of groups) {
    for (const c of others) classes[symbolOf(c)] = symbolOf(first!);
  }
  return classes;
}
const symbolOf = (c: string): number =>
  c >= 'a' ? letter(c) : symbol.digitFirst + c.charCodeAt(0) - 48;
/** By symbol the one that stands for all alike. */
export const classes = buildClasses(alike);
export const classesInLong = buildClasses(alikeInLong);
const pairs: readonly (readonly [first: number, second: number, as: number])[] = [
  [letter('r'), letter('n'), letter('m')],
  [letter('c'), letter('l'), letter('d')],
  [letter('v'), letter('v'), letter('w')],
];

/**
 * Hash of a word as it looks from afar, by one of the class tables: "rn" is "m", "cl" is "d",
 * "vv" is "w". Repeated letters count: the i and l of "hilang" are two letters that look alike.
 */
export function lookHash(symbols: Uint8Array, length: number, as: Uint8Array): number {
  let hash = hashStart;
  for (let i = 0; i < length; i++) {
    const s = symbols[i]!;
    const next = i + 1 < length ? symbols[i + 1]! : 0;
    const pair = pairs.find(([first, second]) => first === s && second === next);
    if (pair) i++;
    hash = Math.imul(hash ^ as[pair ? pair[2] : s]!, hashPrime);
  }
  return hash;
}
