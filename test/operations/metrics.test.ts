import { expect, test } from 'vitest';
import type { LogEvent } from '#domain/log.ts';
import { invariants } from '#domain/watch.ts';
import { createHistogram, expose, type Family } from '#operations/exposition.ts';
import { createMetrics, type Gauges } from '#operations/metrics.ts';
import { openMetricsServer } from '#operations/metrics-server.ts';

const quiet: Gauges = {
  databaseSeconds: async () => 0.001,
  whatsapp: () => ({ state: 'online' }),
  mail: async () => ({ waiting: 3, unsent: 2 }),
  broken: () => ['tags'],
  checkedAt: () => 1_000,
  releasedAt: () => null,
  backedUpAt: () => 2_000,
};
const textOf = async (metrics: ReturnType<typeof createMetrics>, gauges = quiet) =>
  expose(await metrics.families(gauges));
const answered = (ms: number): LogEvent => ({
  event: 'answered',
  kind: 'emergency',
  risk: 'danger',
  harm: 'trafficking',
  rules: ['wrong-visa'],
  ms,
});

test('what the log is told is passed on and counted', async () => {
  const seen: LogEvent[] = [];
  const metrics = createMetrics((event) => void seen.push(event));
  metrics.log(answered(30));
  metrics.log(answered(3_000));
  metrics.log({ event: 'failed', stage: 'send', error: 'Error' });
  metrics.log({ event: 'failed', stage: 'send', error: 'Error' });
  metrics.log({ event: 'session-not-saved', error: 'Error' });
  metrics.log({ event: 'mail-dropped', reason: 'flood', count: 5 });
  metrics.log({ event: 'file-read', result: 'read', ms: 900 });
  expect(seen).toHaveLength(7);
  const lines = (await textOf(metrics)).split('\n');
  expect(lines).toEqual(
    expect.arrayContaining([
      'tanya_answer_seconds_bucket{le="0.025"} 0',
      'tanya_answer_seconds_bucket{le="0.05"} 1',
      'tanya_answer_seconds_bucket{le="5"} 2',
      'tanya_answer_seconds_bucket{le="+Inf"} 2',
      'tanya_answer_seconds_sum 3.03',
      'tanya_answer_seconds_count 2',
      'tanya_file_seconds_bucket{le="1"} 1',
      'tanya_failures_total{stage="send"} 2',
      'tanya_failures_total{stage="save"} 1',
      'tanya_mail_dropped_total{reason="flood"} 5',
      'tanya_mail_waiting 3',
      'tanya_whatsapp_state{state="online"} 1',
      'tanya_whatsapp_state{state="stopped"} 0',
      'tanya_invariant_broken{invariant="tags"} 1',
      'tanya_invariant_broken{invariant="chain"} 0',
      'tanya_checked_timestamp_seconds 1',
      'tanya_backup_timestamp_seconds 2',
      'tanya_database_up 1',
    ]),
  );
  expect(lines.join()).not.toContain('release_timestamp');
});

test('nothing tells what messages are about: no kind, verdict, rule, language or place', async () => {
  const metrics = createMetrics(() => {});
  const before = await textOf(metrics);
  metrics.log(answered(30));
  const emergency = await textOf(metrics);
  const other = createMetrics(() => {});
  other.log({ event: 'answered', kind: 'other', risk: null, harm: null, rules: [], ms: 30 });
  expect(await textOf(other)).toBe(emergency);
  expect(emergency).not.toBe(before);
  const labels = new Set([...emergency.matchAll(/[{,]([a-z]+)="([^"]*)"/g)].map((m) => m[1]));
  expect([...labels].sort()).toEqual(['invariant', 'le', 'state']);
});

test('where the database is silent and WhatsApp is off it says so', async () => {
  const gauges = {
    ...quiet,
    databaseSeconds: async () => null,
    whatsapp: () => null,
    mail: async () => null,
  };
  const text = await textOf(
    createMetrics(() => {}),
    gauges,
  );
  expect(text).toContain('tanya_database_up 0\n');
  expect(text).not.toMatch(/ping|whatsapp|mail_waiting/);
});

test.each(['+62 812', 'a"b', 'a\nb', '', 'x'.repeat(41), '{'])(
  'a label that is no plain word is refused: %j',
  (value) => {
    const family: Family = { name: 'a', help: 'b', type: 'gauge', samples: [] };
    expect(() => expose([{ ...family, samples: [{ labels: { a: value }, value: 1 }] }])).toThrow();
    if (value.length < 40) expect(() => expose([{ ...family, name: value }])).toThrow();
  },
);

test('buckets of a histogram never fall', () => {
  const histogram = createHistogram([1, 2, 3]);
  for (const value of [0, 1, 1.5, 2.5, 9]) histogram.observe(value);
  expect(histogram.samples().map((s) => s.value)).toEqual([2, 3, 4, 5, 14, 5]);
});

test('it is served on an address of its own, with figures of the process, and nothing else', async () => {
  const events: LogEvent[] = [];
  const metrics = createMetrics((event) => void events.push(event));
  let fails = false;
  const server = await openMetricsServer({
    host: '127.0.0.1',
    port: 0,
    families: () => (fails ? Promise.reject(new Error('no')) : metrics.families(quiet)),
    log: metrics.log,
  });
  try {
    const address = `http://127.0.0.1:${server.port}`;
    const response = await fetch(`${address}/metrics`);
    expect(response.headers.get('content-type')).toContain('version=0.0.4');
    const text = await response.text();
    expect(text).toMatch(/^process_resident_memory_bytes \d{7,}$/m);
    expect(text).toMatch(/^nodejs_eventloop_delay_p99_seconds \d/m);
    for (const line of text.trim().split('\n')) {
      expect(line).toMatch(/^# (HELP|TYPE) \w+ .+$|^\w+(\{\w+="[\w+.-]+"\})? -?[\d.e+-]+$/);
    }
    expect(invariants.every((i) => text.includes(`"${i}"`))).toBe(true);
    expect((await fetch(address)).status).toBe(404);
    expect((await fetch(`${address}/metrics`, { method: 'POST' })).status).toBe(404);
    fails = true;
    expect((await fetch(`${address}/metrics`)).status).toBe(500);
    expect(events).toEqual([{ event: 'failed', stage: 'request', error: 'Error' }]);
  } finally {
    await server.stop();
  }
});
