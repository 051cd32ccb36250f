import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createCommandReader } from '#conversation/read-command.ts';
import { loadCommands } from '#reference/load-commands.ts';

const data = loadCommands('data');
const read = createCommandReader(data);
const named = (text: string) => {
  const command = read(text);
  return command && `${command.name}${command.to ? ` ${command.to}` : ''}`;
};

test.each([
  ['MENU', 'menu'],
  ['menu dong kak', 'menu'],
  ['?', 'menu'],
  ['/start', 'menu'],
  ['Stop!', 'stop'],
  ['*PRIVASI*', 'privacy'],
  ['pirvasi', 'privacy'],
  ['privsi', 'privacy'],
  ['data sya', 'my-data'],
  ['Hapus  data', 'erase'],
  ['hapusdata', 'erase'],
  ['hpus dta', 'erase'],
  ['busek data', 'erase'],
  ['SALAH KIRIM', 'wrong-chat'],
  ['slaah krim', 'wrong-chat'],
  ['salahkirim', 'wrong-chat'],
  ['salah kirim ya min', 'wrong-chat'],
  ['bhs', null],
  ['bahsa', 'language'],
  ['ganti bahasa', 'language'],
  ['Bahasa Sunda', 'language su'],
  ['basa jawa', 'language jv'],
  ['english please', 'language en'],
  ['tolong pakai bahasa indonesia', 'language id'],
  ['statistik tidk', 'stop-counting'],
])('%s is %s', (text, name) => expect(named(text)).toBe(name));

test.each([
  'bahaya',
  'sudah kirim',
  'udah kirim',
  'stok',
  'meni',
  'pelajar',
  'data saya diambil mereka, gimana',
  'menu makan siang pabrik hari ini apa saja ya',
  'tolong',
  'hapus',
  'belum',
  '2',
  '',
])('"%s" is no command', (text) => expect(named(text)).toBe(null));

const phrases = [...Object.entries(data.commands)].flatMap(([name, lists]) =>
  Object.values(lists).flatMap((list) => list.map((words) => [name, words] as const)),
);

test.each(phrases)('%s: "%s", however it is written', (name, words) => {
  for (const text of [
    words,
    words.toUpperCase(),
    ` *${words}* .`,
    words === '?' ? '??' : `${words} kak`,
  ]) {
    expect(named(text)?.split(' ')[0]).toBe(name);
  }
});

test('a slip of the finger gives the same command or none, never another', () => {
  const slip = fc.tuple(
    fc.constantFrom(...phrases),
    fc.nat(),
    fc.constantFrom('drop', 'swap', 'x'),
  );
  fc.assert(
    fc.property(slip, ([[name, words], at, how]) => {
      const i = at % words.length;
      const [head, rest] = [words.slice(0, i), words.slice(i + 1)];
      const typed = {
        drop: head + rest,
        swap: head + (words[i + 1] ?? '') + words[i] + words.slice(i + 2),
        x: `${head}x${rest}`,
      }[how];
      expect([name, null]).toContain(read(typed!)?.name ?? null);
    }),
    { numRuns: 2_000 },
  );
});

test.each(['dev', 'honest', 'train'])('no message of %s is taken for a command', (set) => {
  const lines = readFileSync(`test/corpus/${set}.jsonl`, 'utf8').trim().split('\n');
  const taken = lines.map((line) => JSON.parse(line).text as string).filter((text) => read(text));
  expect(taken).toEqual([]);
});
