import { type Language, languages } from '#domain/message.ts';
import type { CommandName, Commands } from '#reference/load-commands.ts';

/** A fixed word; `to` is the language that is chosen, where it is. */
export type Command = {
  readonly name: CommandName;
  readonly to: Language | null;
  /** Written without an error. */
  readonly isExact: boolean;
};
export type CommandReader = (text: string) => Command | null;

/** A longer message is no command, whatever it begins with. */
const commandWordsMax = 6;
/** So long a word may hold one typing error, or two; shorter ones none. */
const lettersForOneError = 4;
const lettersForTwoErrors = 9;
/** So short a command, such as STOP, is never guessed at. */
const lettersGuessedMin = 5;

/** Lower case without marks and repeated letters; a lone question mark stays. */
const plain = (text: string): string =>
  /^[^\p{L}\p{N}?]*\?[^\p{L}\p{N}]*$/u.test(text)
    ? '?'
    : text
        .normalize('NFKD')
        .toLowerCase()
        .replace(/['’`\p{M}]/gu, '')
        .replace(/[^\p{L}\p{N}]+/gu, ' ')
        .replace(/(\p{L})\1+/gu, '$1')
        .trim();

/**
 * Reads words that always work. Only a whole message is a command, so that no offer holds one.
 */
export function createCommandReader(data: Commands): CommandReader {
  const known = new Map<string, Command>();
  for (const [name, lists] of Object.entries(data.commands)) {
    const command = { name: name as CommandName, to: null, isExact: true };
    for (const words of Object.values(lists).flat()) known.set(plain(words), command);
  }
  for (const to of languages) {
    for (const words of data.speak[to])
      known.set(plain(words), { name: 'language', to, isExact: true });
  }
  const polite = new Set(data.polite.map(plain));
  const lookAlikes = new Set(data['look-alikes'].map(plain));
  return (text) => {
    const said = plain(text);
    const words = said.split(' ');
    if (words.length > commandWordsMax) return null;
    const bare = withoutPoliteness(words, polite);
    const exact = bare.map((b) => known.get(b)).find((command) => command !== undefined);
    if (exact) return exact;
    return bare.some((b) => lookAlikes.has(b)) ? null : nearest(bare.at(-1)!, known);
  };
}

/** The words with ever less politeness around them; "ya" belongs to "statistik ya". */
function withoutPoliteness(words: readonly string[], polite: ReadonlySet<string>): string[] {
  const first = words.findIndex((w) => !polite.has(w));
  const last = words.findLastIndex((w) => !polite.has(w));
  if (first < 0) return [words.join(' ')];
  const barer: string[] = [];
  for (let end = words.length; end > last; end--) {
    for (let start = 0; start <= first; start++) barer.push(words.slice(start, end).join(' '));
  }
  return barer;
}

/** The one command that a slip of the finger may have meant; null where there are two. */
function nearest(said: string, known: ReadonlyMap<string, Command>): Command | null {
  let best = Number.POSITIVE_INFINITY;
  let found: Command | null = null;
  for (const [words, command] of known) {
    const errors = slipsIn(said, words);
    if (errors === null || errors > best) continue;
    found = errors === best && !isSame(found, command) ? null : command;
    best = errors;
  }
  return found && { ...found, isExact: false };
}

const isSame = (one: Command | null, other: Command): boolean =>
  one?.name === other.name && one.to === other.to;

/**
 * Errors of a typed command, word by word ("sudah kirim" is no "salah kirim"); where a space is
 * missing or too many, of the whole. Null where it is something else.
 */
function slipsIn(said: string, meant: string): number | null {
  if (meant.replaceAll(' ', '').length < lettersGuessedMin) return null;
  const [typed, words] = [said.split(' '), meant.split(' ')];
  if (typed.length !== words.length) {
    return errorsBetween(said.replaceAll(' ', ''), meant.replaceAll(' ', ''), 1);
  }
  const each = words.map((word, i) => errorsBetween(typed[i]!, word, errorsAllowed(word.length)));
  if (each.includes(null)) return null;
  return each.reduce((sum: number, errors) => sum + errors!, 0);
}

function errorsAllowed(letters: number): number {
  if (letters >= lettersForTwoErrors) return 2;
  return letters >= lettersForOneError ? 1 : 0;
}

/**
 * Letters lost, added, struck wrongly or swapped with the next; null where there are more than
 * `most`.
 */
function errorsBetween(typed: string, meant: string, most: number): number | null {
  if (Math.abs(typed.length - meant.length) > most) return null;
  let before: number[] = [];
  let row = Array.from({ length: meant.length + 1 }, (_, i) => i);
  for (let i = 1; i <= typed.length; i++) {
    const next = [i];
    for (let k = 1; k <= meant.length; k++) {
      const isSame = typed[i - 1] === meant[k - 1];
      const struck = row[k - 1]! + (isSame ? 0 : 1);
      const isSwapped =
        i > 1 && k > 1 && typed[i - 1] === meant[k - 2] && typed[i - 2] === meant[k - 1];
      const swapped = isSwapped ? before[k - 2]! + 1 : Number.POSITIVE_INFINITY;
      next.push(Math.min(struck, row[k]! + 1, next[k - 1]! + 1, swapped));
    }
    [before, row] = [row, next];
  }
  const errors = row[meant.length]!;
  return errors <= most ? errors : null;
}
