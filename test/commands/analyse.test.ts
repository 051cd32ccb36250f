import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const run = (args: string[], input = '') =>
  spawnSync(process.execPath, ['src/commands/analyse.ts', ...args], { input, encoding: 'utf8' });

test('lines in give lines out; a bad line gives an error and the run goes on', () => {
  const input = [
    '{"id":1,"text":"Loker Kamboja gaji 15jt, bayar 2 juta dulu"}',
    '{"id":',
    '{"id":2}',
    '',
    '{"id":3,"text":""}',
  ].join('\n');
  const lines = run([], input)
    .stdout.trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(lines.length).toBe(4);
  expect(lines[0]).toMatchObject({
    id: 1,
    kind: 'offer',
    risk: 'danger',
    facts: {
      pay: { min: 15_000_000, max: 15_000_000, currency: 'IDR', per: 'month' },
      places: ['Cambodia'],
      fees: [{ amount: 2_000_000, currency: 'IDR' }],
    },
  });
  expect(lines[1]).toEqual({ error: 'line 2: not JSON' });
  expect(lines[2]?.error).toContain('line 3: text');
  expect(lines[3]).toMatchObject({ id: 3, kind: 'other', risk: null });
});

test('one message is printed for people', () => {
  const { stdout } = run(['--text', 'Loker Kamboja gaji 15jt']);
  expect(stdout).toContain('🔴 *Bahaya');
  expect(stdout).toContain('high-risk-place: "Kamboja"');
});

test('odd messages are read without a fault, each with its own line', () => {
  const odd = {
    'only emoji': '🙏🙏',
    numbers: '123 456 789',
    '100,000 characters': 'gaji besar kamboja '.repeat(5_300),
    'zero-width and control characters': 'ga\u200bji \u0000\u0007 \u202e kamboja',
    'half a surrogate': '\ud83d kerja \udc00',
    markup: '<script>alert("x")</script>',
  };
  const input = Object.entries(odd).map(([id, text]) => JSON.stringify({ id, text }));
  const lines = run([], input.join('\n')).stdout.trim().split('\n');
  expect(lines.map((line) => JSON.parse(line))).toMatchObject(
    Object.keys(odd).map((id) => ({ id, kind: expect.any(String) })),
  );
});

test('files are read and judged like texts; one that cannot be read gives an error', () => {
  const folder = mkdtempSync(join(tmpdir(), 'analyse-'));
  writeFileSync(
    join(folder, 'agen.vcf'),
    'BEGIN:VCARD\nFN:Pak Agen\nTEL:+6281299887766\nEND:VCARD',
  );
  writeFileSync(join(folder, 'kosong.jpg'), '');
  const files = ['test/media/posters/08-poster-photo.jpg', join(folder, 'agen.vcf')];
  const input = [...files, join(folder, 'kosong.jpg'), join(folder, 'none.png')]
    .map((file, id) => JSON.stringify({ id, file }))
    .join('\n');
  const lines = run([], input)
    .stdout.trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  rmSync(folder, { recursive: true });
  const [poster, card, empty, none] = lines;
  expect(poster).toMatchObject({ id: 0, kind: 'offer', text: expect.any(String) });
  expect(poster.text.length).toBeGreaterThan(100);
  expect(poster.qr).toHaveLength(1);
  expect(card).toMatchObject({ id: 1, text: 'Pak Agen\n+6281299887766', qr: [] });
  expect(empty).toEqual({ id: 2, error: 'line 3: file: unknown-type' });
  expect(none).toEqual({ id: 3, error: 'line 4: file: cannot be read' });
}, 120_000);
