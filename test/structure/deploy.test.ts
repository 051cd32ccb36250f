import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { load } from 'js-yaml';
import { describe, expect, test } from 'vitest';
import { readConfig } from '#operations/config.ts';
import { expose } from '#operations/exposition.ts';
import { createMetrics, measureProcess } from '#operations/metrics.ts';

type Service = {
  readonly image?: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly volumes: readonly string[];
  readonly networks: readonly string[];
  readonly ports?: readonly string[];
  readonly security_opt: readonly string[];
  readonly ulimits: { readonly core: number };
  readonly mem_limit: string;
  readonly memswap_limit: string;
  readonly [other: string]: unknown;
};
type Compose = {
  readonly services: { readonly 'tanya-dulu': Service; readonly database: Service };
  readonly networks: Readonly<Record<string, { readonly internal?: boolean }>>;
  readonly volumes: Readonly<Record<string, unknown>>;
};
const compose = load(readFileSync('.deploy/compose.yaml', 'utf8')) as Compose;
const { 'tanya-dulu': program, database } = compose.services;

describe('the compose file', () => {
  test('runs the program on a read-only system, without rights, with limits', () => {
    expect(program).toMatchObject({
      read_only: true,
      cap_drop: ['ALL'],
      pids_limit: 100,
      security_opt: ['no-new-privileges:true'],
    });
    expect(program['privileged']).toBeUndefined();
  });
  test('keeps keys on a volume of their own, and every volume is declared', () => {
    expect(program.volumes).toEqual(['data:/data', 'keys:/data/keys']);
    const used = [program, database].flatMap(({ volumes }) => volumes.map((v) => v.split(':')[0]));
    expect(used.sort()).toEqual(Object.keys(compose.volumes).sort());
  });
  test('no memory reaches a disk: no core, no swap', () => {
    for (const service of [program, database]) {
      expect(service.ulimits.core).toBe(0);
      expect(service.memswap_limit).toBe(service.mem_limit);
    }
  });
  test('only the program reaches the database, only this machine the program', () => {
    expect(database.networks).toEqual(['back']);
    expect(compose.networks['back']).toEqual({ internal: true });
    expect(database.ports).toBeUndefined();
    for (const port of program.ports!) expect(port).toMatch(/^127\.0\.0\.1:/);
  });
  test('the database logs no statement, and holds no password in the file', () => {
    expect(database['command']).toEqual(
      expect.arrayContaining(['log_statement=none', 'log_min_error_statement=panic']),
    );
    const { POSTGRES_PASSWORD } = database.environment;
    expect(POSTGRES_PASSWORD).toMatch(/^\$\{POSTGRES_PASSWORD:\?/);
    expect(database.image).toMatch(/^postgres:\d+-bookworm$/);
  });
  test('its settings are ones the program takes, also where they are left empty', () => {
    const filled = Object.entries(program.environment).map(([name, value]) => [
      name,
      value.replace(/\$\{(\w+):\?[^}]*\}/, 'secret').replace(/\$\{\w+:-([^}]*)\}/, '$1'),
    ]);
    const config = readConfig(Object.fromEntries(filled));
    expect(config).toMatchObject({ trustProxy: true, whatsapp: null });
    expect(config.database).toBe('postgres://tanya:secret@database:5432/tanya');
  });
});

describe('the systemd unit', () => {
  const unit = readFileSync('.deploy/tanya-dulu.service', 'utf8');
  const settings = [...unit.matchAll(/^(\w+)=(.*)$/gm)].map((m) => [m[1]!, m[2]!] as const);
  const valuesOf = (name: string) => settings.filter(([n]) => n === name).map(([, v]) => v);

  test('starts what npm start starts, and comes back by itself', () => {
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8'));
    const command = valuesOf('ExecStart')[0]!.replace(/^\S+\/node /, '');
    expect(scripts.start).toContain(`node ${command}`);
    expect(valuesOf('Restart')).toEqual(['always']);
  });
  test('no rights, one folder to write, no core, no swap', () => {
    for (const [name, value] of [
      ['NoNewPrivileges', 'yes'],
      ['ProtectSystem', 'strict'],
      ['ProtectHome', 'yes'],
      ['CapabilityBoundingSet', ''],
      ['StateDirectoryMode', '0700'],
      ['UMask', '0077'],
      ['LimitCORE', '0'],
      ['MemorySwapMax', '0'],
      ['DynamicUser', 'yes'],
    ]) {
      expect({ name, value: valuesOf(name!) }).toEqual({ name, value: [value] });
    }
    expect(valuesOf('ReadWritePaths')).toEqual([]);
    expect(valuesOf('MemoryDenyWriteExecute')).toEqual([]);
  });
  test('systemd calls its exposure at most 2 of 10', ({ skip }) => {
    const args = ['security', '--offline=true', '--threshold=20', '.deploy/tanya-dulu.service'];
    const run = spawnSync('systemd-analyze', args, { encoding: 'utf8' });
    if (run.error) skip('systemd-analyze is not installed');
    const exposure = Number(/Overall exposure level[^:]*: ([\d.]+)/.exec(run.stdout)?.[1]);
    expect(run.status).toBe(0);
    expect(exposure).toBeLessThanOrEqual(2);
    expect(exposure).toBeGreaterThan(0);
  });
});

describe('the alerts', () => {
  type Alerts = {
    readonly groups: readonly {
      readonly rules: readonly { readonly alert: string; readonly expr: string }[];
    }[];
  };
  const text = readFileSync('.deploy/alerts.yaml', 'utf8');
  const rules = (load(text) as Alerts).groups.flatMap((group) => group.rules);

  test('ask for metrics that there are, with labels that they have', async () => {
    const metrics = createMetrics(() => {});
    metrics.log({ event: 'failed', stage: 'send', error: 'Error' });
    const measured = measureProcess();
    const exposed = expose([
      ...(await metrics.families({
        databaseSeconds: async () => 1,
        whatsapp: () => ({ state: 'online' }),
        mail: async () => ({ waiting: 0, unsent: 0 }),
        broken: () => [],
        checkedAt: () => 1,
        releasedAt: () => 1,
        backedUpAt: () => 1,
      })),
      ...measured.families(),
    ]);
    measured.stop();
    const there = new Set([...exposed.matchAll(/^([a-z_]+)/gm)].map((m) => m[1]));
    const asked = rules.flatMap(({ expr }) => expr.match(/\b(?:tanya|process)_\w+/g) ?? []);
    expect(asked.length).toBeGreaterThanOrEqual(rules.length - 1);
    expect(asked.filter((name) => !there.has(name))).toEqual([]);
    expect(exposed).toContain('tanya_whatsapp_state{state="online"} 1');
  });
  test('each has a name of its own', () => {
    expect(new Set(rules.map(({ alert }) => alert)).size).toBe(rules.length);
  });
});
