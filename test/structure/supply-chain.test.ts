import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readLockfile } from '../support/lockfile.ts';

/**
 * What production may be made of. Raise a number only on purpose: each package more is one more
 * account by which somebody could get into the program.
 */
const packagesMax = 221;
const directMax = 25;

/** Licences that may be combined into a work under AGPL-3.0-or-later. */
const allowed = new Set([
  '0BSD',
  'MIT',
  'ISC',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'Apache-2.0',
  // Of argparse: the licence of Python 2, compatible with the GPL.
  'PSF-2.0',
  'CC0-1.0',
  'LGPL-3.0-or-later',
  // Of libsignal: version 3 of both licences allows it in its section 13.
  'GPL-3.0',
]);

const packages = readLockfile();
const production = packages.filter(({ dev }) => !dev);
const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly allowScripts: Readonly<Record<string, boolean>>;
};

test('every package comes from the registry of npm, and its content is fixed', () => {
  expect(packages.length).toBeGreaterThan(200);
  const wrong = packages.filter(
    ({ resolved, integrity, link }) =>
      link ||
      !integrity?.startsWith('sha512-') ||
      // Left out where npm was told so: then it is the registry of whoever installs.
      (resolved !== undefined && !resolved.startsWith('https://registry.npmjs.org/')),
  );
  expect(wrong.map(({ name }) => name)).toEqual([]);
});

test('every licence of production may be combined with ours', () => {
  const mayCombine = (license = '') =>
    license
      .replace(/[()]/g, '')
      .split(' OR ')
      .some((choice) => choice.split(' AND ').every((one) => allowed.has(one)));
  const wrong = production.filter(({ license }) => !mayCombine(license));
  expect(wrong.map(({ name, license }) => `${name}: ${license}`)).toEqual([]);
  expect(mayCombine('MIT AND SSPL-1.0')).toBe(false);
  expect(mayCombine('')).toBe(false);
});

test('production is made of no more packages than before', () => {
  const count = production.filter(({ optional }) => !optional).length;
  expect(count).toBeLessThanOrEqual(packagesMax);
  // Lower the number where packages went.
  expect(count).toBeGreaterThan(packagesMax - 5);
  expect(Object.keys(manifest.dependencies).length).toBeLessThanOrEqual(directMax);
});

test('each package that brings an install script was decided on', () => {
  const scripts = new Set(packages.filter((p) => p.hasInstallScript).map(({ name }) => name));
  const decided = Object.keys(manifest.allowScripts);
  expect([...scripts].filter((name) => !decided.includes(name))).toEqual([]);
});

test('versions of production are exact, and each package is used', () => {
  const sources = readdirSync('src', { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => readFileSync(join('src', name), 'utf8'));
  for (const [name, version] of Object.entries(manifest.dependencies)) {
    expect(version).toMatch(/^\d+\.\d+\.\d+(-[\w.]+)?$/);
    const isUsed = sources.some((text) => text.includes(`'${name}`));
    expect({ name, isUsed }).toEqual({ name, isUsed: true });
  }
});

test('npm run sbom lists production with licence and address of each, and nothing of the tests', () => {
  const run = spawnSync('npm', ['run', '--silent', 'sbom'], { encoding: 'utf8' });
  const { bomFormat, components } = JSON.parse(run.stdout) as {
    bomFormat: string;
    components: readonly { name: string; purl: string; licenses?: readonly unknown[] }[];
  };
  expect(bomFormat).toBe('CycloneDX');
  const names = components.map(({ purl }) => decodeURIComponent(purl).replace(/@[^@]*$/, ''));
  for (const name of Object.keys(manifest.dependencies)) expect(names).toContain(`pkg:npm/${name}`);
  for (const name of ['vitest', 'typescript', 'node'])
    expect(names).not.toContain(`pkg:npm/${name}`);
  expect(components.filter(({ licenses }) => !licenses?.length).map(({ name }) => name)).toEqual(
    [],
  );
}, 60_000);

test('npm run licences tells the same packages', () => {
  const run = spawnSync(process.execPath, ['test/support/licences.ts'], { encoding: 'utf8' });
  const lines = run.stdout.trim().split('\n');
  const names = new Set(production.map(({ name, version }) => `${name} ${version}`));
  expect(lines.length).toBe(names.size);
  expect(lines).toContain('GPL-3.0\tlibsignal 6.0.0');
});

test('the workflow checks the signatures of the registry', () => {
  expect(readFileSync('.github/workflows/check.yml', 'utf8')).toContain('npm audit signatures');
});
