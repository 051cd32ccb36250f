import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { expect, test } from 'vitest';

/** Folder → folders it may import; what is not here is refused. See src/README.md. */
const mayImport: Record<string, readonly string[]> = {
  domain: [],
  rulebook: ['domain'],
  reference: ['domain'],
  channels: ['domain'],
  mailbox: ['domain'],
  operations: ['domain'],
  media: ['domain'],
  statistics: ['domain'],
  analysis: ['domain', 'rulebook', 'reference'],
  conversation: ['domain', 'analysis', 'reference', 'rulebook'],
  dashboard: ['domain', 'statistics'],
  storage: ['domain', 'conversation', 'statistics', 'dashboard'],
  commands: [
    'media',
    'domain',
    'rulebook',
    'reference',
    'analysis',
    'conversation',
    'statistics',
    'dashboard',
    'storage',
    'operations',
  ],
};
const pure = ['domain', 'analysis', 'conversation', 'statistics'];
const linesMax = 300;

const files = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? files(path) : [path];
  });
const sources = files('src').filter((f) => f.endsWith('.ts') && !f.endsWith('.d.ts'));
const textOf = new Map(sources.map((f) => [f, readFileSync(f, 'utf8')]));
const folderOf = (file: string) => relative('src', file).split('/').slice(0, -1)[0] ?? '';
const imports = (file: string) =>
  [...textOf.get(file)!.matchAll(/^(?:import|export)\b[^;]*?from '([^']+)'/gms)].map((m) => ({
    from: m[1]!,
    isType: m[0].startsWith('import type'),
  }));

/** The file that an import names; null for a library. */
function targetOf(file: string, from: string): string | null {
  if (from.startsWith('#')) return join('src', from.slice(1));
  return from.startsWith('.') ? join(dirname(file), from) : null;
}

test.each(sources)('%s imports only what its folder may', (file) => {
  const folder = folderOf(file);
  for (const { from, isType } of imports(file)) {
    if (from.startsWith('./')) continue;
    if (from.startsWith('../')) {
      // Inside one folder of src a subfolder may look up.
      const target = folderOf(join(dirname(file), from));
      expect(target).toBe(folder);
      continue;
    }
    const crossing = /^#([a-z]+)\//.exec(from)?.[1];
    if (crossing === undefined || folder === '' || crossing === folder) continue;
    expect({ file, from, allowed: mayImport[folder]?.includes(crossing) }).toEqual({
      file,
      from,
      allowed: true,
    });
    if (folder === 'storage' && crossing === 'conversation')
      expect({ from, isType }).toEqual({ from, isType: true });
  }
});

test.each(sources.filter((f) => pure.includes(folderOf(f))))(
  '%s knows no file, clock, chance, environment or timer',
  (file) => {
    expect(textOf.get(file)!).not.toMatch(
      /from 'node:|\bDate\.now\b|new Date\(\)|Math\.random|process\.|setTimeout|setInterval|performance\.now|fetch\(/,
    );
  },
);

test.each(sources)('%s is short, has named exports and no escape hatch', (file) => {
  const text = textOf.get(file)!;
  expect(text.split('\n').length).toBeLessThanOrEqual(linesMax);
  expect(text).not.toMatch(
    /export default|export \* from|@ts-ignore|@ts-expect-error|biome-ignore|\bas any\b|: any\b/,
  );
});

test('only chat-key.ts turns an address into a key, only main.ts and commands read the environment', () => {
  const users = (pattern: RegExp) => sources.filter((f) => pattern.test(textOf.get(f)!));
  // The others check files and calls of WhatsApp.
  expect(users(/createHmac/)).toEqual([
    'src/channels/chat-key.ts',
    'src/channels/whatsapp-baileys/media-download.ts',
    'src/channels/whatsapp-cloud/signature.ts',
  ]);
  expect(users(/process\.env/)).toEqual([
    'src/commands/backup-keys.ts',
    'src/commands/backup.ts',
    'src/commands/doctor.ts',
    'src/commands/move-to-postgres.ts',
    'src/commands/restore.ts',
    'src/commands/users.ts',
    'src/main.ts',
  ]);
});

test('the program starts without the libraries that read files, and without PostgreSQL', () => {
  const reached = new Set<string>();
  const visit = (file: string): void => {
    if (reached.has(file)) return;
    reached.add(file);
    for (const { from, isType } of textOf.has(file) ? imports(file) : []) {
      if (!isType) visit(targetOf(file, from) ?? from);
    }
  };
  visit('src/wire.ts');
  expect([...reached]).toContain('src/media/reader-pool.ts');
  const heavy = [
    'sharp',
    'tesseract.js',
    'unpdf',
    'zxing-wasm/reader',
    '@rapideditor/country-coder',
    'pg',
  ];
  expect(heavy.filter((library) => reached.has(library))).toEqual([]);
});

test('there is no cycle between files', () => {
  const next = (file: string) =>
    imports(file)
      .filter((i) => !i.isType)
      .map((i) => targetOf(file, i.from))
      .filter((f) => f !== null && textOf.has(f)) as string[];
  const done = new Set<string>();
  const visit = (file: string, path: readonly string[]): void => {
    expect(path).not.toContain(file);
    if (done.has(file)) return;
    for (const other of next(file)) visit(other, [...path, file]);
    done.add(file);
  };
  for (const file of sources) visit(file, []);
  expect(done.size).toBe(sources.length);
});
