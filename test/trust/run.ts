/**
 * `npm run trust`: everything that must hold before a release, at full size. Prints one closing
 * line and the seed; `TRUST_SEED=… npm run trust` plays the same again, `TRUST_PARTS=types,fuzz`
 * only these parts.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const seed = process.env['TRUST_SEED'] ?? String(Math.floor(Math.random() * 2 ** 31));
const wanted = process.env['TRUST_PARTS']?.split(',');
const folder = mkdtempSync(join(tmpdir(), 'trust-'));
const testTimeoutMs = 7_200_000;

type Part = {
  readonly name: string;
  /** A program of node_modules/.bin with its arguments; tests where `tests` is told instead. */
  readonly run?: readonly string[];
  readonly tests?: readonly string[];
  readonly settings?: Readonly<Record<string, string>>;
};
const parts: readonly Part[] = [
  { name: 'format', run: ['biome', 'check', '.'] },
  { name: 'types', run: ['tsc'] },
  {
    name: 'fuzz',
    tests: ['test/trust/fuzz'],
    settings: { FUZZ_SECONDS: '60', FUZZ_RUNS: '10000' },
  },
  {
    name: 'simulator',
    tests: ['test/trust/simulator'],
    settings: { SIM_HISTORIES: '500', SIM_STEPS: '400' },
  },
  { name: 'statements', tests: ['test/trust/failing'], settings: { FAIL_STATEMENTS: '100000' } },
  { name: 'logs', tests: ['test/trust/damaged'], settings: { WAL_CASES: '1500' } },
  {
    name: 'privacy',
    tests: ['test/privacy', 'test/statistics', 'test/keep-statistics.test.ts'],
    settings: { PRIVACY_DRAWS: '1000000', PRIVACY_KILLS: '500' },
  },
  {
    name: 'kills',
    tests: ['test/whatsapp/torture'],
    settings: { TORTURE_KILLS: '300', TORTURE_CUTS: '50' },
  },
  { name: 'hostile files', tests: ['test/media/hostile', 'test/media/after-broken'] },
  {
    name: 'clock and restore',
    tests: ['test/operations', 'test/commands/restore', 'test/ratchet.test.ts'],
  },
  { name: 'structure', tests: ['test/structure'] },
];

let passed = 0;
let failed = 0;
for (const { name, run, tests = [], settings } of parts) {
  if (wanted && !wanted.includes(name)) continue;
  const start = performance.now();
  const report = join(folder, `${name}.json`);
  const json = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const [program = '', ...args] = run ?? [
    'vitest',
    'run',
    ...tests,
    `--testTimeout=${testTimeoutMs}`,
    ...json,
  ];
  const { status } = spawnSync(join('node_modules/.bin', program), args, {
    stdio: 'inherit',
    env: { ...process.env, ...settings, TRUST_SEED: seed },
  });
  const counted = existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')) : null;
  passed += counted?.numPassedTests ?? (status === 0 ? 1 : 0);
  // A run that broke off without a failed test is a failure, too.
  failed += counted?.numFailedTests || (status === 0 ? 0 : 1);
  console.log(`${name}: ${Math.round((performance.now() - start) / 1_000)} s`);
}
console.log(`${passed} passed, ${failed} failed (seed ${seed})`);
process.exitCode = failed === 0 ? 0 : 1;
