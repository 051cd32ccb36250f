import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { ChannelState, Log, LogEvent } from '#domain/log.ts';
import { invariants } from '#domain/watch.ts';
import { createHistogram, type Family } from './exposition.ts';

const answerSecondsBounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];
const fileSecondsBounds = [0.5, 1, 2, 4, 8, 15, 30, 60];
const loopDelayEveryMs = 20;
const nanosecondsPerSecond = 1e9;
const channelStates: readonly ChannelState[] = [
  'unlinked',
  'linking',
  'connecting',
  'online',
  'restricted',
  'stopped',
];

/** What is asked for when somebody looks; null is left out. */
export type Gauges = {
  /** Seconds that the database took to answer; null where it did not. */
  readonly databaseSeconds: () => Promise<number | null>;
  readonly whatsapp: () => { readonly state: string } | null;
  readonly mail: () => Promise<{ readonly waiting: number; readonly unsent: number } | null>;
  readonly broken: () => readonly string[];
  /** Milliseconds since 1970. */
  readonly checkedAt: () => number | null;
  readonly releasedAt: () => number | null;
  readonly backedUpAt: () => number | null;
};

/**
 * Figures for who keeps the machine running: how fast, what failed, what waits. Nothing says what
 * a message was about. A live count of a lure, a language or a cry for help would tell whoever
 * looks before and after what one person wrote; such figures come out once, with noise.
 */
export function createMetrics(inner: Log) {
  const answerSeconds = createHistogram(answerSecondsBounds);
  const fileSeconds = createHistogram(fileSecondsBounds);
  const failures = new Map<string, number>();
  const dropped = new Map<string, number>();
  const note = (event: LogEvent): void => {
    if (event.event === 'answered') answerSeconds.observe(event.ms / 1_000);
    else if (event.event === 'file-read') fileSeconds.observe(event.ms / 1_000);
    else if (event.event === 'mail-dropped') raise(dropped, event.reason, event.count);
    else if ('error' in event) raise(failures, 'stage' in event ? event.stage : 'save', 1);
  };
  return {
    /** Counts each event of the log on its way. */
    log: ((event) => {
      note(event);
      inner(event);
    }) satisfies Log,
    /** Everything measured so far and now. */
    families: async (gauges: Gauges): Promise<Family[]> => [
      histogram('answer_seconds', 'Time to decide an answer', answerSeconds.samples()),
      histogram('file_seconds', 'Time to read a file', fileSeconds.samples()),
      counts('failures_total', 'Failures by stage', 'stage', failures),
      counts('mail_dropped_total', 'Messages and answers dropped', 'reason', dropped),
      ...(await gaugesOf(gauges)),
    ],
  };
}

export type Metrics = ReturnType<typeof createMetrics>;

const raise = (counted: Map<string, number>, key: string, by: number): void =>
  void counted.set(key, (counted.get(key) ?? 0) + by);

const histogram = (name: string, help: string, samples: Family['samples']): Family => ({
  name: `tanya_${name}`,
  help,
  type: 'histogram',
  samples,
});

const counts = (
  name: string,
  help: string,
  label: string,
  counted: ReadonlyMap<string, number>,
): Family => ({
  name: `tanya_${name}`,
  help,
  type: 'counter',
  samples: [...counted].sort().map(([key, value]) => ({ labels: { [label]: key }, value })),
});

const gauge = (name: string, help: string, value: number | null): Family[] =>
  value === null ? [] : [{ name, help, type: 'gauge', samples: [{ value }] }];

async function gaugesOf(gauges: Gauges): Promise<Family[]> {
  const database = await gauges.databaseSeconds();
  const broken = new Set(gauges.broken());
  const mail = await gauges.mail();
  const seconds = (ms: number | null) => (ms === null ? null : ms / 1_000);
  return [
    ...gauge('tanya_database_up', 'Whether the database answers', database === null ? 0 : 1),
    ...gauge('tanya_database_ping_seconds', 'Time the database took to answer', database),
    ...whatsappOf(gauges.whatsapp()),
    ...gauge('tanya_mail_waiting', 'Messages that wait for an answer', mail?.waiting ?? null),
    ...gauge('tanya_mail_unsent', 'Answers that wait to be sent', mail?.unsent ?? null),
    {
      name: 'tanya_invariant_broken',
      help: 'What must always hold and does not',
      type: 'gauge',
      samples: invariants.map((i) => ({ labels: { invariant: i }, value: broken.has(i) ? 1 : 0 })),
    },
    ...gauge('tanya_checked_timestamp_seconds', 'Last check of those', seconds(gauges.checkedAt())),
    ...gauge(
      'tanya_release_timestamp_seconds',
      'End of the last window that was published',
      seconds(gauges.releasedAt()),
    ),
    ...gauge('tanya_backup_timestamp_seconds', 'Last backup', seconds(gauges.backedUpAt())),
  ];
}

function whatsappOf(whatsapp: ReturnType<Gauges['whatsapp']>): Family[] {
  if (!whatsapp) return [];
  return [
    {
      name: 'tanya_whatsapp_state',
      help: 'State of the connection, 1 for the present one',
      type: 'gauge',
      samples: channelStates.map((state) => ({
        labels: { state },
        value: state === whatsapp.state ? 1 : 0,
      })),
    },
  ];
}

/** Memory, processor and event loop of this process; costs a timer as long as it is not stopped. */
export function measureProcess() {
  const delay = monitorEventLoopDelay({ resolution: loopDelayEveryMs });
  delay.enable();
  return {
    families(): Family[] {
      const { user, system } = process.cpuUsage();
      const p99 = delay.percentile(99) / nanosecondsPerSecond;
      const worst = delay.max / nanosecondsPerSecond;
      // Since the last look, so that one bad moment does not show for ever.
      delay.reset();
      return [
        ...gauge('process_resident_memory_bytes', 'Memory in use', process.memoryUsage.rss()),
        ...gauge('process_start_time_seconds', 'Start', Date.now() / 1_000 - process.uptime()),
        {
          name: 'process_cpu_seconds_total',
          help: 'Processor time used',
          type: 'counter',
          samples: [{ value: (user + system) / 1e6 }],
        },
        ...gauge('nodejs_eventloop_delay_p99_seconds', 'Delay since the last look, p99', p99),
        ...gauge('nodejs_eventloop_delay_max_seconds', 'Delay since the last look, worst', worst),
      ];
    },
    stop: () => void delay.disable(),
  };
}
