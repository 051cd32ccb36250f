import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const read = (file: string) => readFileSync(file, 'utf8');

test.each([
  'README.md',
  'src/README.md',
  'rules/README.md',
  'data/README.md',
  'test/README.md',
  'CHANGELOG.md',
  'rules/CHANGELOG.md',
  'LICENSE',
])('%s is there and says something', (file) => expect(read(file).length).toBeGreaterThan(200));

test('the licence is the one that package.json names', () => {
  expect(JSON.parse(read('package.json')).license).toBe('AGPL-3.0-or-later');
  expect(read('LICENSE')).toContain('GNU AFFERO GENERAL PUBLIC LICENSE');
});

test('npm runs no install script but the one that brings Node', () => {
  const { allowScripts } = JSON.parse(read('package.json'));
  expect(Object.entries(allowScripts).filter(([, allowed]) => allowed)).toEqual([['node', true]]);
});

test('the container runs as nobody special, on a read-only file system, with production code only', () => {
  const docker = read('Dockerfile');
  expect(docker).toMatch(/^FROM node:24[.\d]*-[a-z]*-?slim/m);
  expect(docker).toContain('npm ci --omit=dev');
  expect(docker).toMatch(/^USER node$/m);
  expect(docker).toMatch(/^HEALTHCHECK /m);
  expect(docker).toContain('/healthz');
  expect(docker).toMatch(/^VOLUME \["\/data", "\/data\/keys"\]$/m);
  expect(docker).toMatch(/DATA_DIR=\/data/);
  expect(docker).toMatch(/^STOPSIGNAL SIGTERM$/m);
  expect(docker).not.toMatch(/chmod 777|USER root\s*$/);
  expect(read('.dockerignore')).toMatch(/^var\/?$/m);
});

test('the README names its two commands, and the workflow and .ci/run call what it names', () => {
  expect(read('README.md')).toContain('npm install && npm start');
  expect(read('README.md')).toContain('npm install && npm test');
  expect(read('.ci/run')).toContain('npm test');
  expect(read('.github/workflows/check.yml')).toContain('bash .ci/run');
});

test('no path of a machine, no key and no database is in the repository', () => {
  if (!existsSync('.git')) return;
  const files = execFileSync('git', ['ls-files'], { encoding: 'utf8' }).trim().split('\n');
  expect(files.filter((f) => /\.(sqlite|key|pem|env)$|(^|\/)var\//.test(f))).toEqual([]);
  const text = files.filter(
    (f) => /\.(ts|js|json|ya?ml|md|css)$/.test(f) && !f.includes('package-lock'),
  );
  const withPaths = text.filter(
    (f) =>
      existsSync(f) && /(^|[^.\w])\/(work|root|tmp)\//m.test(read(f)) && !f.includes('structure/'),
  );
  expect(withPaths).toEqual([]);
});
