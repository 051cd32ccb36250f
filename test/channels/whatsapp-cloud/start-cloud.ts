import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import { createChatKey } from '#channels/chat-key.ts';
import { cloudWebhook } from '#channels/whatsapp-cloud/webhook.ts';
import type { LogEvent } from '#domain/log.ts';
import type { Answer, ChatKey, Inbound } from '#domain/message.ts';
import type { Answerer } from '#mailbox/post-office.ts';
import { createServer } from '#operations/server.ts';
import { createGroupCommit } from '#storage/group-commit.ts';
import { type Db, openDatabase } from '#storage/open-database.ts';
import { wireCloud } from '../../../src/wire-cloud.ts';
import { ourNumberId } from '../../support/graph-server/cloud-phone.ts';
import {
  appSecret,
  GraphServer,
  token,
  verifyToken,
} from '../../support/graph-server/graph-server.ts';

export type CloudOptions = {
  readonly isPaced?: boolean;
  readonly answer?: Answerer;
  readonly answers?: boolean;
  readonly numberIds?: readonly string[];
  readonly now?: () => number;
  readonly isUrgent?: (text: string) => boolean;
};

/** The Cloud channel with its mailbox in this process, answering every text with itself. */
export async function startCloud(
  graph: GraphServer,
  db: Db,
  folder: string,
  options: CloudOptions,
) {
  const events: LogEvent[] = [];
  const heard: (Inbound & { chat: ChatKey })[] = [];
  const log = (event: LogEvent) => void events.push(event);
  const echo = async ({ text }: Inbound): Promise<Answer> => ({
    replies: [{ text: `re: ${text}` }],
    ...(text.includes('tolong') && { verdict: { kind: 'emergency', risk: null, harm: null } }),
  });
  const cloud = wireCloud({
    config: {
      url: graph.url,
      token,
      appSecret,
      verifyToken,
      numberIds: options.numberIds ?? [ourNumberId],
      isPaced: options.isPaced ?? false,
    },
    db,
    commit: createGroupCommit(db),
    dataDir: folder,
    chatKey: createChatKey(join(folder, 'keys')),
    answer: (inbound, tell) => {
      heard.push(inbound);
      return (options.answer ?? echo)(inbound, tell);
    },
    isUrgent: options.isUrgent ?? ((text) => text.includes('tolong')),
    log,
    now: options.now ?? Date.now,
    random: () => 0,
    answers: options.answers ?? true,
  });
  const server = await createServer({ log, trustProxy: false, isReady: async () => {} });
  await server.register(cloudWebhook, cloud.webhook);
  const address = await server.listen({ host: '127.0.0.1', port: 0 });
  const url = `${address}/whatsapp/webhook`;
  graph.webhookUrls.push(url);
  cloud.start();
  return {
    ...cloud,
    server,
    url,
    events,
    heard,
    dropped: () => events.flatMap((e) => (e.event === 'mail-dropped' ? [e.reason] : [])),
    async stop(): Promise<void> {
      graph.webhookUrls = graph.webhookUrls.filter((u) => u !== url);
      await server.close();
      await cloud.stop();
    },
  };
}

type World = {
  folder: string;
  graph: GraphServer;
  db: Db;
  /** Another connection to the same database, as another process has. */
  connect(): Promise<Db>;
  start(options?: CloudOptions, db?: Db): ReturnType<typeof startCloud>;
};

/** For each test a Graph server, a database and a folder of its own. */
export function withGraph() {
  const running: { stop(): Promise<void> }[] = [];
  const dbs: Db[] = [];
  const world: World = {
    folder: '',
    graph: null as unknown as GraphServer,
    db: null as unknown as Db,
    async connect(): Promise<Db> {
      const db = await openDatabase(join(world.folder, 'cloud.sqlite'));
      dbs.push(db);
      return db;
    },
    async start(options: CloudOptions = {}, db: Db = world.db) {
      const cloud = await startCloud(world.graph, db, world.folder, options);
      running.push(cloud);
      return cloud;
    },
  };
  beforeEach(async () => {
    world.folder = mkdtempSync(join(tmpdir(), 'cloud-'));
    world.graph = await GraphServer.start();
    world.db = await world.connect();
  });
  afterEach(async () => {
    for (const one of running.splice(0)) await one.stop();
    await world.graph.stop();
    for (const db of dbs.splice(0)) await db.destroy();
    rmSync(world.folder, { recursive: true, force: true });
  });
  return world;
}
