import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { WASocket } from '@whiskeysockets/baileys';
import type { LogEvent } from '#domain/log.ts';
import type { Notice } from '#domain/message.ts';
import { type Risk, risks } from '#domain/verdict.ts';
import { promptRhythm, slowRhythm } from '#mailbox/burst.ts';
import { promptPace, slowPace } from '#mailbox/post-office.ts';
import { type MediaReading, refuse } from '#media/media-reading.ts';
import { windowOverAt } from '#statistics/windows.ts';
import { bot } from '../bot.ts';
import { type Chance, seededChance } from '../chance.ts';
import { seededBytes } from '../seeded-bytes.ts';
import { CountedOnce } from './counted-once.ts';
import { type Files, type Machine, startMachine } from './machine.ts';
import { MailBook } from './mail-book.ts';
import { addressOf, canary, personsOf, type Stanza } from './people.ts';
import { Killed, type StatementWatch } from './statement-faults.ts';
import { VirtualTime } from './virtual-time.ts';

/** How WhatsApp takes an answer. */
export type Taking = 'ok' | 'lost-ack' | 'timeout' | 'rate' | 'restricted' | 'unknown' | 'cut';
const errors: Partial<Record<Taking, string>> = { rate: '429', restricted: '463', unknown: '479' };
const ackTimeoutMs = 10_000;
const personsMax = 5;
/** Half minutes until everything must have come to rest: answers go out at a human pace. */
const restRoundsMax = 120;
const beginning = Date.UTC(2026, 10, 24, 3);
const dayMs = 86_400_000;

/** One history: people, WhatsApp, the program, its files, and what must hold of them. */
export class Simulation {
  readonly chance: Chance;
  readonly time: VirtualTime;
  readonly folder: string;
  readonly persons: readonly string[];
  readonly statements: StatementWatch;
  readonly book: MailBook;
  readonly counted: CountedOnce;
  machine!: Machine;
  /** Not confirmed yet; WhatsApp brings them again. */
  pending: Stanza[] = [];
  /** Confirmed ones, for those who look for something to change or to repeat. */
  past: Stanza[] = [];
  isOnline = true;
  /** How WhatsApp takes the next answers; then `ok`. */
  takings: Taking[] = [];
  /** What comes of the next files. */
  readings: (MediaReading | Notice | 'slow' | 'throws')[] = [];
  /** The program ends after the next message was written down, before it is confirmed. */
  endsAfterCommit = false;
  me = '628111111111@s.whatsapp.net';
  readonly counts = new Map<string, number>();
  readonly faults: string[] = [];
  readonly #rhythm;
  readonly #pace;
  readonly #random;
  /** The worst verdict on each offer of each chat, and when it was given first. */
  readonly #worst = new Map<string, { risk: Risk; at: number }>();
  readonly #releases: string[] = [];
  readonly #keysSeen = new Set<string>();
  /** Keys that the test itself took away. */
  readonly keysTaken = new Set<string>();
  #waitingFile: MediaReading | 'slow' | 'throws' | null = null;

  constructor(seed: number, statements: StatementWatch, where = tmpdir()) {
    this.chance = seededChance(seed);
    this.time = new VirtualTime(beginning + this.chance.below(90) * dayMs);
    this.folder = mkdtempSync(join(where, 'simulation-'));
    this.persons = personsOf(1 + this.chance.below(personsMax), this.chance);
    this.statements = statements;
    this.#rhythm = this.chance.of([promptRhythm, slowRhythm]);
    this.#pace = this.chance.of([promptPace, slowPace]);
    this.#random = seededBytes(seed % 256);
    this.book = new MailBook(() => this.time.trueMs);
    this.counted = new CountedOnce(() =>
      new Date(this.time.wall() + 7 * 3_600_000).toISOString().slice(0, 10),
    );
  }

  note(what: string): void {
    this.counts.set(what, (this.counts.get(what) ?? 0) + 1);
  }

  async start(): Promise<void> {
    this.machine = await startMachine({
      time: this.time,
      folder: this.folder,
      me: () => this.me,
      socket: () => (this.isOnline ? this.#socket : null),
      rhythm: this.#rhythm,
      pace: this.#pace,
      random: this.#random,
      log: this.#log,
      readFile: () => this.#readFile(),
      opened: (files) => this.#opened(files),
      watch: {
        mail: (store) => this.book.watch(store),
        counted: (store) => this.counted.watchCounted(store),
        sessions: (store) => this.counted.watchSessions(store),
        answer: (answer) => async (inbound, tell) => {
          const given = await answer(inbound, tell);
          const { kind, risk = null } = given.verdict ?? {};
          // In danger the verdict is of what was told before.
          if (kind === 'offer') this.#judged(inbound.chat, inbound.text, risk);
          if (given.isForgotten) this.#forget(inbound.chat);
          return given;
        },
        content: (content) => this.#withFile(content),
      },
    });
    this.#reconnect();
  }

  /** The files were changed from outside: what they hold now is what counts. */
  isChanged = false;
  async #opened({ db, gatewayDb, store, keys, chatKey }: Files): Promise<void> {
    this.book.startedAgain();
    this.counted.takeUp(keys);
    if (!this.isChanged) return;
    this.isChanged = false;
    const seqs = (where: string) =>
      new Set(gatewayDb.prepare(`select seq from inbox ${where}`).pluck().all() as number[]);
    this.book.excuse(seqs('where body is not null'), seqs(''));
    const chats = this.persons.map((p) => chatKey('whatsapp', addressOf(p)));
    await this.counted.beginAnew(db, store, keys, chats);
    this.forgetVerdicts();
  }

  /** Lets time pass; an end of the program in it is followed by a new start. */
  async pass(ms: number): Promise<void> {
    await this.time.pass(ms);
    await this.#startAgainIfKilled();
  }

  /** Nothing is carried out meanwhile: the machine slept. */
  async sleep(ms: number): Promise<void> {
    this.time.trueMs += ms;
    this.time.sleptMs += ms;
    await this.pass(1_000);
  }

  async kill(): Promise<void> {
    this.statements.kill();
    this.#isKilled = true;
    await this.#startAgainIfKilled();
  }

  /** Between a kill and the next start. */
  betweenLives: () => void = () => undefined;
  #isKilled = false;

  async #startAgainIfKilled(): Promise<void> {
    while (this.#isKilled) {
      this.#isKilled = false;
      this.statements.plan(() => null);
      await this.machine.abandon();
      this.betweenLives();
      this.betweenLives = () => undefined;
      await this.start();
    }
  }

  ended(): void {
    this.#isKilled = true;
  }

  /** The socket is closed and opened again; what was not confirmed comes once more. */
  #reconnect(): void {
    if (!this.isOnline) return;
    this.machine.connect();
    this.deliver();
  }

  online(isOnline: boolean): void {
    this.isOnline = isOnline;
    if (!isOnline) this.machine.courier.hangUp();
    this.#reconnect();
  }

  /** WhatsApp brings what waits, in its order. */
  deliver(): void {
    while (this.isOnline && this.pending.length > 0) {
      const stanza = this.pending[0]!;
      try {
        this.#take(stanza);
      } catch (error) {
        // Nothing is confirmed; the program leaves the connection and comes back.
        if (error instanceof Killed) this.#isKilled = true;
        return;
      }
      this.pending.shift();
      this.past = [...this.past.slice(-40), stanza];
    }
  }

  #take(stanza: Stanza): void {
    const { gateway, reader, mailbox } = this.machine;
    if (gateway.echoOf(stanza.digest) !== undefined) return;
    const { arrivals, takenBack } = reader.read(stanza.plaintext, stanza.node);
    const step = {
      keys: [{ kind: 'session', id: `${stanza.person}.0`, value: Buffer.from(stanza.person) }],
      seen: [{ digest: stanza.digest, echo: null }],
      arrivals,
      takenBack,
    };
    const letters = gateway.commit(step, this.machine.mailNow());
    this.book.wrote(letters, stanza.person, stanza.sentAt);
    this.book.takenBack(takenBack);
    for (const { message } of letters)
      for (let place = -1; place < 3; place++)
        this.book.note(this.machine.courier.idOf(message, place), message);
    if (this.endsAfterCommit) {
      this.endsAfterCommit = false;
      this.statements.kill();
      throw new Killed();
    }
    mailbox.accept(letters);
  }

  readonly #log = (event: LogEvent): void => {
    this.book.log(event);
    this.note(event.event);
    // What cannot be read or kept counts as not there: the person is answered all the same.
    if (event.event === 'session-not-saved' || (event.event === 'failed' && event.stage === 'read'))
      this.#worst.clear();
    if ('error' in event && event.error === 'Killed') this.#isKilled = true;
  };

  /** What Baileys' socket does for our courier, with WhatsApp behind it. */
  readonly #socket = {
    user: { name: 'x' },
    sendPresenceUpdate: async () => undefined,
    waitForMessage: (id: string) => {
      const ack = Promise.withResolvers<unknown>();
      this.#acks.set(id, ack);
      return ack.promise;
    },
    sendMessage: async (
      to: string,
      content: { text?: string },
      options?: { messageId?: string },
    ) => {
      const id = options?.messageId;
      if (!id) return;
      const taking = this.takings.shift() ?? 'ok';
      const ack = this.#acks.get(id)!;
      if (taking === 'ok' || taking === 'lost-ack')
        this.book.delivered(id, to.split('@')[0]!, content.text ?? '');
      if (taking === 'cut') this.online(false);
      else if (taking === 'ok') ack.resolve({ attrs: {} });
      else if (errors[taking]) ack.resolve({ attrs: { error: errors[taking] } });
      else setTimeout(() => ack.resolve(undefined), ackTimeoutMs);
      this.note(`sent ${taking}`);
    },
  } as unknown as WASocket;
  readonly #acks = new Map<string, PromiseWithResolvers<unknown>>();

  #withFile<C extends { text: string; attachments: readonly object[]; notices: readonly Notice[] }>(
    content: C,
  ): C {
    const next = content.text.includes('poster') ? this.readings.shift() : undefined;
    if (next === undefined) return content;
    if (typeof next === 'string' && next !== 'slow' && next !== 'throws')
      return { ...content, notices: [next] };
    this.#waitingFile = next;
    const attachment = { kind: 'image', bytes: Buffer.from('x'), mime: 'image/jpeg', name: null };
    return { ...content, attachments: [attachment] };
  }

  async #readFile(): Promise<MediaReading> {
    const next = this.#waitingFile ?? refuse('damaged');
    if (next === 'throws') throw new TypeError('a fault of ours');
    if (next !== 'slow') return next;
    await new Promise((resolve) => setTimeout(resolve, 6_000));
    return refuse('too-slow');
  }

  /** Ids are forgotten as well: what is brought again would be answered again. */
  #forget(chat: string): void {
    this.forgetVerdicts(chat);
    const keyOf = (p: string) => this.machine.chatKey('whatsapp', addressOf(p));
    this.past = this.past.filter((stanza) => keyOf(stanza.person) !== chat);
  }

  forgetVerdicts(chat?: string): void {
    for (const key of this.#worst.keys())
      if (chat === undefined || key.startsWith(chat)) this.#worst.delete(key);
  }

  /** `#7` in a text names the offer it was made of. */
  #judged(chat: string, text: string, risk: Risk | null): void {
    const named = text.match(/#o\d+/g) ?? [];
    if (named.length !== 1 || risk === null) return;
    // Together with the case before it was judged for more than itself.
    if (risk !== this.#judgedAlone(text)) return;
    const key = `${chat} ${named[0]}`;
    const kept = this.#worst.get(key);
    // By a clock that was turned it may have been forgotten before.
    const isKept = this.book.isClockTrue && kept && this.time.trueMs - kept.at < 27 * dayMs;
    const worst = isKept ? kept.risk : undefined;
    if (worst && risks.indexOf(risk) > risks.indexOf(worst))
      this.faults.push(`an offer judged ${worst} was judged ${risk} afterwards`);
    if (!worst || risks.indexOf(risk) < risks.indexOf(worst))
      this.#worst.set(key, { risk, at: this.time.trueMs });
  }

  /** A clock that was wrong for an hour is believed: nobody could tell. */
  #isLieBelieved(): boolean {
    return this.time.skewMs !== 0 && this.time.even() - this.time.skewedAt >= 3_600_000;
  }

  #judgedAlone(text: string): Risk | null {
    const known = this.#alone.get(text);
    if (known !== undefined) return known;
    const { risk } = bot.converse(null, { text }, new Date(beginning)).outcome;
    this.#alone.set(text, risk);
    return risk;
  }
  readonly #alone = new Map<string, Risk | null>();

  /** Looks at releases and keys; cheap enough for every step. */
  look(): void {
    const releases = this.machine.journal.read();
    for (const [i, release] of releases.entries()) {
      const text = JSON.stringify(release);
      if (this.#releases[i] !== undefined && this.#releases[i] !== text)
        this.faults.push(`release ${i + 1} was changed`);
      const isNew = this.#releases[i] === undefined;
      if (isNew && windowOverAt(release.window) > this.time.trueMs) {
        this.keysTaken.add(`${release.window.length} ${release.window.start}`);
        if (!this.#isLieBelieved()) this.faults.push(`published before its end: ${text}`);
      }
      this.#releases[i] = text;
    }
    if (releases.length < this.#releases.length) this.faults.push('a release is gone');
    this.#lookAtKeys();
  }

  #lookAtKeys(): void {
    const there = new Set(this.machine.keys.list().map((w) => `${w.length} ${w.start}`));
    for (const window of this.machine.keys.list()) this.#keysSeen.add(JSON.stringify(window));
    for (const seen of this.#keysSeen) {
      const window = JSON.parse(seen);
      const name = `${window.length} ${window.start}`;
      if (there.has(name) || this.keysTaken.has(name) || windowOverAt(window) <= this.time.trueMs)
        continue;
      this.keysTaken.add(name);
      if (window.start <= new Date(this.time.trueMs + 7 * 3_600_000).toISOString().slice(0, 10))
        this.faults.push(`the key of ${name} was destroyed before its end`);
    }
  }

  /** Lets everything come to rest, then tells what does not hold. */
  async settle(): Promise<string[]> {
    this.statements.plan(() => null);
    this.takings = [];
    this.readings = [];
    this.endsAfterCommit = false;
    await this.pass(0);
    this.online(true);
    for (let round = 0; round < restRoundsMax && this.#waiting() > 0; round++) {
      this.deliver();
      await this.pass(30_000);
    }
    await this.machine.tidy();
    await this.pass(1_000);
    this.look();
    const { gateway, gatewayDb, store, statistics } = this.machine;
    const left = this.#waiting();
    if (left > 0) this.faults.push(`${left} messages or answers still wait`);
    this.faults.push(...this.book.settle(new Set(gateway.mail.unsent().map((q) => q.id))));
    this.faults.push(...(await this.counted.compare(store)));
    this.faults.push(
      ...(await statistics.broken()).filter((b) => b !== 'clock' && b !== 'keys-overdue'),
    );
    for (const db of [gatewayDb])
      if (db.pragma('integrity_check', { simple: true }) !== 'ok') this.faults.push('damaged');
    this.#searchFiles();
    return [...new Set(this.faults)];
  }

  #waiting(): number {
    const { mail } = this.machine.gateway;
    return mail.waiting().length + mail.unsent().length + this.pending.length;
  }

  #searchFiles(): void {
    const wanted = [canary, ...this.persons.flatMap((p) => [p, `0${p.slice(2)}`])];
    for (const name of readdirSync(this.folder, { recursive: true, encoding: 'utf8' })) {
      const path = join(this.folder, name);
      if (!statSync(path).isFile()) continue;
      const content = readFileSync(path).toString('latin1');
      for (const word of wanted)
        if (content.includes(word)) this.faults.push(`${name} holds a number or a text`);
    }
  }

  async end(): Promise<void> {
    await this.machine.stop().catch(() => undefined);
    this.time.clear();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
