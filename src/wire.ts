import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FastifyInstance } from 'fastify';
import { createAnalyser } from '#analysis/analyse-offer.ts';
import { createChatKey, createOfferKey } from '#channels/chat-key.ts';
import { webChat } from '#channels/web-chat/routes.ts';
import { loadWebTexts } from '#channels/web-chat/web-texts.ts';
import { type ConversationParts, createConversation } from '#conversation/handle-message.ts';
import { sketchOf } from '#conversation/offer-sketch.ts';
import { triage } from '#conversation/triage.ts';
import { firstLink } from '#dashboard/pages/accounts.ts';
import { dashboard } from '#dashboard/routes.ts';
import { errorName, type Log } from '#domain/log.ts';
import type { RuleKind } from '#domain/verdict.ts';
import { createReadAttachment } from '#media/read-attachment.ts';
import { createReaderPool } from '#media/reader-pool.ts';
import { createWhisperServer } from '#media/voice-note.ts';
import type { Config } from '#operations/config.ts';
import { createLog } from '#operations/logger.ts';
import { createMetrics } from '#operations/metrics.ts';
import { createServer } from '#operations/server.ts';
import { markOf, sha256, slowHash } from '#operations/slow-hash.ts';
import { createSteadyClock } from '#operations/steady-clock.ts';
import { loadCommands } from '#reference/load-commands.ts';
import { loadQuestions } from '#reference/load-questions.ts';
import { loadReference, type Reference } from '#reference/load-reference.ts';
import { loadReplies } from '#reference/load-replies.ts';
import { loadOpinionTable } from '#reference/opinion-table.ts';
import { checkCompany, checkNumber } from '#reference/p3mi-registry.ts';
import { loadRulebook, type Rulebook } from '#rulebook/load-rulebook.ts';
import { measureTables } from '#statistics/measures.ts';
import { createDice } from '#statistics/noise.ts';
import { createAccountsStore } from '#storage/accounts-store.ts';
import { createGroupCommit } from '#storage/group-commit.ts';
import { createHotlineChecks } from '#storage/hotline-checks.ts';
import { type Db, pingDatabase } from '#storage/open-database.ts';
import { createReleaseJournal } from '#storage/release-journal.ts';
import { createSessionStore } from '#storage/session-store.ts';
import { createStatisticsStore } from '#storage/statistics-store.ts';
import { createWindowKeys } from '#storage/window-keys.ts';
import { createAnswerMessage } from './answer-message.ts';
import { createFixedTexts } from './fixed-texts.ts';
import { openHotlineBook } from './hotline-book.ts';
import { createStatistics, untilQuiet } from './keep-statistics.ts';
import { createReadMedia } from './read-media.ts';
import { dutiesOf } from './roles.ts';
import { withShortMemory } from './short-memory.ts';
import type { CloudParts } from './wire-cloud.ts';
import { dashboardOptions } from './wire-dashboard.ts';
import { openOperations } from './wire-operations.ts';
import { openOwnDatabase } from './wire-sharing.ts';
import type { WhatsappParts } from './wire-whatsapp.ts';

const root = fileURLToPath(new URL('../', import.meta.url));

/** A file of this name in DATA_DIR: its figures are made up, and every page says so. */
export const exampleMark = 'example';

/** The whole program, ready to listen. Rules and data lie beside package.json. */
export async function wire(config: Config, now: () => Date = () => new Date()) {
  const started = performance.now();
  const dataFolder = join(root, 'data');
  const rulebook = loadRulebook(join(root, 'rules'));
  const reference = loadReference(dataFolder);
  const replies = loadReplies(dataFolder);
  const metrics = createMetrics(createLog(config.logLevel));
  const { log } = metrics;
  const db = await openOwnDatabase(config);
  const hotlines = await openHotlineBook(reference.hotlines, createHotlineChecks(db));
  const analyse = openAnalyser(rulebook, reference);
  const converse = conversationOf({ analyse, rulebook, replies, reference, hotlines });
  const isUrgent = (text: string) => triage(analyse(text)) === 'emergency';
  const files = openFiles(config, log);
  const duties = dutiesOf(config.role);
  const chatKey = createChatKey(join(config.dataDir, 'keys'));
  const offerKey = createOfferKey(join(config.dataDir, 'keys'));
  const commit = createGroupCommit(db);
  const sessions = createSessionStore(db, commit);
  const counted = { db, dataDir: config.dataDir, rulebook, reference };
  const untilCalm = () => untilQuiet(() => channels?.cloud?.isBusy() ?? false);
  const statistics = openStatistics({ ...counted, ...believedClock(now), untilCalm, log });
  const answer = createAnswerMessage({
    ...createFixedTexts(replies, reference.hotlines),
    sessions,
    converse,
    readMedia: files.readMedia,
    isUrgent,
    markOffer: (chat, text) => offerKey(chat, sketchOf(text)),
    onWish: () => void (duties.upkeep && statistics.wake()),
    log,
    now,
  });
  const server = await createServer({
    log,
    trustProxy: config.trustProxy,
    isReady: () => pingDatabase(db),
  });
  const onError = (error: unknown) =>
    log({ event: 'failed', stage: 'request', error: errorName(error) });
  const told = { db, commit, chatKey, answer, isUrgent, onError, log, now };
  const channels = await openChannels(server, config, told);
  const { whatsapp, cloud } = channels;
  const accounts = createAccountsStore(db, sha256);
  const { releases } = createStatisticsStore(db);
  const kept = { db, sessions, accounts, statistics, releases, hotlines, ...believedClock(now) };
  const operations = openOperations({ ...kept, config, metrics, whatsapp, cloud, log });
  const { botLink, dataDir } = config;
  const isExample = existsSync(join(dataDir, exampleMark));
  const base = { dataDir: dataFolder, rulebook, reference, analyse, converse };
  const shown = { accounts, releases, hotlines, whatsapp, programState: operations.state };
  const changing = { ...shown, botLink, isExample, now, onError };
  if (duties.pages) await server.register(dashboard, dashboardOptions(base, changing));
  await operations.start();

  return {
    /** Starts to listen; returns the address to open. */
    async listen(): Promise<string> {
      const address = await server.listen({ host: config.host, port: config.port });
      await operations.listen();
      const ms = Math.round(performance.now() - started);
      log({ event: 'started', rules: rulebook.rules.size, ms });
      whatsapp?.start();
      cloud?.start();
      return address;
    },
    /** Path by which the first administrator sets a password; null once there is one. */
    firstLink: async () => (duties.pages ? firstLink({ accounts, now }) : null),
    async stop(): Promise<void> {
      await operations.stop();
      await whatsapp?.stop();
      await server.close();
      await cloud?.stop();
      files.stop();
      await statistics.stop();
      await db.destroy();
      log({ event: 'stopped' });
    },
  };
}

/** A message is read when it comes, whether somebody is in danger, and again when it is answered. */
const openAnalyser = (rulebook: Rulebook, reference: Reference) =>
  withShortMemory(createAnalyser(rulebook, reference, loadOpinionTable(join(root, 'data'))), {
    textsMax: 100,
    keptMs: 10_000,
  });

function believedClock(now: () => Date) {
  const clock = createSteadyClock(
    () => now().getTime(),
    () => performance.now(),
  );
  return { now, isClockBelieved: clock.isBelieved };
}

type ChannelsFrom = WhatsappFrom &
  Pick<CloudParts, 'db' | 'commit'> & { readonly onError: (error: unknown) => void };

/** All ways in which messages come. */
async function openChannels(
  server: FastifyInstance,
  config: Config,
  { onError, ...parts }: ChannelsFrom,
) {
  const { answer, chatKey } = parts;
  const { pages, gateway } = dutiesOf(config.role);
  if (pages)
    await server.register(webChat, {
      answer: ({ chat, ...message }) => answer({ chat: chatKey('web', chat), ...message }),
      texts: loadWebTexts(join(root, 'data')),
      allowedOrigins: config.allowedOrigins,
      onError,
    });
  const whatsapp = gateway ? await loadWhatsapp(config, parts) : null;
  if (!config.cloud) return { whatsapp, cloud: null };
  const { openCloud } = await import('./wire-cloud.ts');
  return { whatsapp, cloud: await openCloud(server, config, parts) };
}

type ConversationFrom = Pick<ConversationParts, 'analyse' | 'rulebook' | 'replies'> & {
  readonly reference: Reference;
  readonly hotlines: { readonly hotlines: ConversationParts['hotlines'] };
};

const conversationOf = ({ reference, hotlines, ...parts }: ConversationFrom) =>
  createConversation({
    ...parts,
    commands: loadCommands(join(root, 'data')),
    questions: loadQuestions(join(root, 'data')),
    hotlines: hotlines.hotlines,
    guides: reference.guides,
    usualPay: reference.usualPay,
    checkCompany: (name) => checkCompany(name, reference),
    checkNumber: (number) => checkNumber(number, reference),
  });

type StatisticsFrom = {
  readonly db: Db;
  readonly dataDir: string;
  readonly rulebook: Rulebook;
  readonly reference: Reference;
  readonly log: Log;
  readonly now: () => Date;
  /** Only where nobody is counted: the demo. */
  readonly slowHash?: typeof slowHash;
  readonly untilCalm?: () => Promise<void>;
  readonly isClockBelieved?: () => boolean;
};

/** The statistics with their closed list of tables, which names every rule and kecamatan. */
export function openStatistics({ db, dataDir, rulebook, reference, ...rest }: StatisticsFrom) {
  const rulesOf = (kind: RuleKind) =>
    [...rulebook.rules.values()].filter((r) => r.kind === kind).map((r) => r.id);
  const kecamatan = reference.places.filter((p) => p.groups.includes('kecamatan'));
  return createStatistics({
    slowHash,
    ...rest,
    store: createStatisticsStore(db),
    keys: createWindowKeys(join(dataDir, 'keys')),
    journal: createReleaseJournal(join(dataDir, 'releases', 'journal.jsonl')),
    tables: measureTables({
      flags: rulesOf('flag'),
      signals: rulesOf('signal'),
      kecamatan: [...new Set(kecamatan.map((p) => p.id))],
    }),
    dice: createDice(randomBytes),
    random: randomBytes,
    hash: sha256,
    markOf,
  });
}

type WhatsappFrom = Pick<WhatsappParts, 'chatKey' | 'answer' | 'isUrgent' | 'log'> & {
  readonly now: () => Date;
};

/** Loaded only where it is on: the web chat starts without the library's weight. */
async function loadWhatsapp({ whatsapp, dataDir }: Config, { now, ...parts }: WhatsappFrom) {
  if (!whatsapp) return null;
  const { wireWhatsapp } = await import('./wire-whatsapp.ts');
  return wireWhatsapp({
    ...parts,
    config: whatsapp,
    dataDir,
    now: () => now().getTime(),
    random: Math.random,
    print: (text) => process.stdout.write(`${text}\n`),
  });
}

/** What reads files; the first file starts the process that does, not the program. */
function openFiles({ transcriberUrl }: Config, log: Log) {
  const pool = createReaderPool();
  const transcribe = transcriberUrl === null ? null : createWhisperServer(transcriberUrl);
  const readMedia = createReadMedia({ read: createReadAttachment({ pool, transcribe }), log });
  return { readMedia, stop: pool.stop };
}
