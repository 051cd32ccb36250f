import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createAnalyser } from '#analysis/analyse-offer.ts';
import { createChatKey } from '#channels/chat-key.ts';
import { webChat } from '#channels/web-chat/routes.ts';
import { loadWebTexts } from '#channels/web-chat/web-texts.ts';
import { createConversation } from '#conversation/handle-message.ts';
import { errorName } from '#domain/log.ts';
import type { Config } from '#operations/config.ts';
import { createLog } from '#operations/logger.ts';
import { createServer } from '#operations/server.ts';
import { hotlinesFor } from '#reference/hotline-directory.ts';
import { loadQuestions } from '#reference/load-questions.ts';
import { loadReference } from '#reference/load-reference.ts';
import { loadReplies } from '#reference/load-replies.ts';
import { checkCompany } from '#reference/p3mi-registry.ts';
import { loadRulebook } from '#rulebook/load-rulebook.ts';
import { openDatabase, pingDatabase } from '#storage/open-database.ts';
import { createSessionStore } from '#storage/session-store.ts';
import { createAnswerMessage, purgeSessions } from './answer-message.ts';

const root = fileURLToPath(new URL('../', import.meta.url));
const purgeEveryMs = 3_600_000;

/** The whole program, ready to listen. Rules and data lie beside package.json. */
export async function wire(config: Config, now: () => Date = () => new Date()) {
  const started = performance.now();
  const dataFolder = join(root, 'data');
  const rulebook = loadRulebook(join(root, 'rules'));
  const reference = loadReference(dataFolder);
  const replies = loadReplies(dataFolder);
  const converse = createConversation({
    analyse: createAnalyser(rulebook, reference),
    rulebook,
    replies,
    questions: loadQuestions(dataFolder),
    hotlines: reference.hotlines,
    checkCompany: (name) => checkCompany(name, reference),
  });
  const log = createLog(config.logLevel);
  const db = await openDatabase(join(config.dataDir, 'tanya-dulu.sqlite'));
  const chatKey = createChatKey(join(config.dataDir, 'keys'));
  const sessions = createSessionStore(db);
  const [hotline] = hotlinesFor(reference.hotlines, {
    country: null,
    harm: null,
    emergency: false,
  });
  const failedText = String(replies.id['failed']).replace(
    '{hotline}',
    `KP2MI *${hotline?.number}*`,
  );
  const answer = createAnswerMessage({ sessions, converse, failedText, log, now });
  const server = await createServer({
    log,
    trustProxy: config.trustProxy,
    isReady: () => pingDatabase(db),
  });
  await server.register(webChat, {
    answer: ({ chat, ...message }) => answer({ chat: chatKey('web', chat), ...message }),
    texts: loadWebTexts(dataFolder),
    allowedOrigins: config.allowedOrigins,
    onError: (error) => log({ event: 'failed', stage: 'request', error: errorName(error) }),
  });
  const purge = () => purgeSessions({ sessions, log, now });
  const purging = setInterval(() => {
    void purge();
  }, purgeEveryMs);
  purging.unref();
  await purge();

  return {
    /** Starts to listen; returns the address to open. */
    async listen(): Promise<string> {
      const address = await server.listen({ host: config.host, port: config.port });
      log({
        event: 'started',
        rules: rulebook.rules.size,
        ms: Math.round(performance.now() - started),
      });
      return address;
    },
    async stop(): Promise<void> {
      clearInterval(purging);
      await server.close();
      await db.destroy();
      log({ event: 'stopped' });
    },
  };
}
