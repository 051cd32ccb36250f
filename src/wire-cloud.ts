import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { readOrMakeKey } from '#channels/chat-key.ts';
import { createCloudCourier } from '#channels/whatsapp-cloud/courier.ts';
import { createGraph } from '#channels/whatsapp-cloud/graph.ts';
import type { CloudCall } from '#channels/whatsapp-cloud/payload.ts';
import { createMessageReader } from '#channels/whatsapp-cloud/read-message.ts';
import { cloudWebhook, type WebhookOptions } from '#channels/whatsapp-cloud/webhook.ts';
import { errorName, type Log } from '#domain/log.ts';
import type { ChatKey } from '#domain/message.ts';
import { promptRhythm, slowRhythm } from '#mailbox/burst.ts';
import { Claims, chatsMaxPrompt, chatsMaxSlow } from '#mailbox/claims.ts';
import { Mailbox } from '#mailbox/mailbox.ts';
import { type Answerer, promptPace } from '#mailbox/post-office.ts';
import type { CloudConfig } from '#operations/cloud-config.ts';
import type { Config } from '#operations/config.ts';
import type { GroupCommit } from '#storage/group-commit.ts';
import type { Db } from '#storage/open-database.ts';
import { createSeal } from '#storage/seal.ts';
import { readMailFigures } from '#storage/shared-mail-figures.ts';
import { createSharedMailStore } from '#storage/shared-mail-store.ts';
import { dutiesOf } from './roles.ts';

const purgeEveryMs = 60_000;
/**
 * Cases at the same time. They wait for the database, which writes for all at once; more of them
 * would only make somebody in danger wait for more work that is under way.
 */
const casesMax = 6;
/** The same while messages wait to be looked at: in danger is who is found among them. */
const casesMaxInRush = 1;
/** How long messages are looked at before answers go on, in milliseconds. */
const lookBudgetMs = 15;
/** Answers under way that are no rush yet. */
const busyMin = 2;
const ownerBytes = 12;

export type CloudParts = {
  readonly config: CloudConfig;
  readonly db: Db;
  readonly commit: GroupCommit;
  readonly dataDir: string;
  readonly chatKey: (channel: string, address: string) => ChatKey;
  readonly answer: Answerer;
  readonly isUrgent: (text: string) => boolean;
  readonly log: Log;
  readonly now: () => number;
  readonly random: () => number;
  /** Answers messages; any number of processes may. */
  readonly answers?: boolean;
};

/** Lets one after another go on, for so long in each round of the event loop. */
function createTurns(budgetMs: number): () => Promise<void> {
  let last: Promise<void> = Promise.resolve();
  let roundFrom = performance.now();
  return () => {
    last = last.then(async () => {
      if (performance.now() - roundFrom < budgetMs) return;
      await new Promise((resolve) => setImmediate(resolve));
      roundFrom = performance.now();
    });
    return last;
  };
}

type CloudFrom = Omit<CloudParts, 'config' | 'dataDir' | 'now' | 'random' | 'answers'> & {
  readonly now: () => Date;
};

/** Opens the way in for Meta where it is wanted; null where it is not. */
export async function openCloud(
  server: FastifyInstance,
  { cloud: config, dataDir, role }: Config,
  { now, ...parts }: CloudFrom,
) {
  const { pages, mail: answers } = dutiesOf(role);
  if (!config || !(pages || answers)) return null;
  const time = () => now().getTime();
  const cloud = wireCloud({ ...parts, answers, config, dataDir, now: time, random: Math.random });
  if (pages) await server.register(cloudWebhook, cloud.webhook);
  return cloud;
}

/** WhatsApp through Meta's Cloud API: nothing is kept in this process that another cannot go on with. */
export function wireCloud(parts: CloudParts) {
  const { config, db, commit, chatKey, log, now, random, answers = true } = parts;
  const seal = createSeal(readOrMakeKey(join(parts.dataDir, 'keys'), 'mail.key'));
  const owner = randomBytes(ownerBytes).toString('base64url');
  const store = createSharedMailStore({ db, commit, seal, owner });
  const reader = createMessageReader({
    hash: chatKey,
    chatKey: (address) => chatKey('whatsapp', address),
    isUrgent: parts.isUrgent,
    now,
  });
  /** Messages that nobody has looked at, not even whether somebody is in danger. */
  let unread = 0;
  const inTurn = createTurns(lookBudgetMs);
  const courier = createCloudCourier({
    graph: createGraph(config),
    token: config.token,
    isLoopback: config.url.startsWith('http://127.0.0.1:'),
    hash: chatKey,
    log,
  });
  const mailbox = new Mailbox({
    store,
    courier,
    answer: parts.answer,
    rhythm: config.isPaced ? slowRhythm : promptRhythm,
    pace: promptPace,
    casesMax: () => (unread > 0 ? casesMaxInRush : casesMax),
    onIdle: (chat) => claims.idle(chat),
    log,
    now,
    random,
  });
  const claims = new Claims({
    store,
    mailbox,
    chatsMax: config.isPaced ? chatsMaxSlow : chatsMaxPrompt,
    log,
    now,
  });
  const purge = () =>
    store.purge(now()).catch((error: unknown) => {
      log({ event: 'failed', stage: 'mail', error: errorName(error) });
    });
  let purging: NodeJS.Timeout | undefined;

  async function take(call: CloudCall): Promise<void> {
    if (call.messages.length > 0) {
      unread++;
      await inTurn();
      unread--;
    }
    const { arrivals, takenBack, arrived, undelivered } = reader.read(call);
    if (arrived.length > 0) await store.arrived(arrived, now());
    if (undelivered > 0) log({ event: 'mail-dropped', reason: 'refused', count: undelivered });
    if (arrivals.length === 0 && takenBack.length === 0) return;
    await store.take(arrivals, takenBack, now());
    if (answers) claims.wake();
  }

  return {
    webhook: {
      appSecret: config.appSecret,
      verifyToken: config.verifyToken,
      numberIds: new Set(config.numberIds),
      take,
      onError: (error) => log({ event: 'failed', stage: 'whatsapp', error: errorName(error) }),
    } satisfies WebhookOptions,
    /** Mail of all processes. */
    counts: () => readMailFigures(db, now()),
    state: () => courier.state(),
    /** People wait for answers of this process. */
    isBusy: () => mailbox.active > busyMin,
    start(): void {
      void purge();
      purging = setInterval(() => void purge(), purgeEveryMs);
      if (answers) claims.start();
    },
    async stop(): Promise<void> {
      clearInterval(purging);
      if (answers) await claims.stop();
    },
  };
}
