import type { LogEvent } from '#domain/log.ts';
import type { Letter } from '#domain/mail.ts';
import { answerAgeMaxMs, emergencyAgeMaxMs } from '#mailbox/mailbox.ts';
import type { MailStore } from '#mailbox/post-office.ts';

/** An answer takes so long at most from the last look at the clock to the phone. */
const onItsWayMs = 25_000;
/** A word before the answer is of use for so long. */
const meanwhileMs = 30_000;

type Written = {
  readonly message: string;
  readonly person: string;
  readonly sentAt: number;
  readonly seq: number;
  /** How it ended: answered, or one of the reasons of the log. */
  end: string | null;
};
type Bubble = {
  readonly person: string;
  readonly latest: number;
  /** Place in the row of answers; null where a damaged disk mixed them. */
  order: number | null;
  readonly text?: string;
  isDelivered: boolean;
  dropped: string | null;
};

/** Keeps account of all mail: what came, how it ended, what went out, and whether it might. */
export class MailBook {
  readonly faults: string[] = [];
  readonly #written = new Map<number, Written>();
  readonly #bubbles = new Map<string, Bubble>();
  readonly #texts = new Map<string, string>();
  readonly #lastOrder = new Map<string, number>();
  readonly #lastSeq = new Map<string, Written>();
  readonly #takenBack = new Set<string>();
  readonly #trueNow: () => number;
  #order = 0;
  /** What was let go, until the log tells why. */
  #let: ((reason: string) => void)[] = [];
  /** Whether the clock was always right; else "too old" may be said wrongly, never sent late. */
  isClockTrue = true;
  counts = { written: 0, delivered: 0, dropped: 0, twice: 0 };

  constructor(trueNow: () => number) {
    this.#trueNow = trueNow;
  }

  wrote(letters: readonly Letter[], person: string, sentAt: number): void {
    for (const { seq, message } of letters) {
      this.counts.written++;
      this.#written.set(seq, { message, person, sentAt, seq, end: null });
    }
  }

  takenBack(messages: readonly string[]): void {
    for (const message of messages) this.#takenBack.add(message);
  }

  watch(store: MailStore): MailStore {
    return {
      ...store,
      finish: (seqs, answer, forgotten) => {
        const queued = store.finish(seqs, answer, forgotten) as ReturnType<MailStore['unsent']>;
        const letters = seqs.flatMap((seq) => this.#written.get(seq) ?? []);
        const place = ++this.#order;
        for (const [i, o] of answer.entries()) {
          const sentAt = Math.max(...letters.map((l) => l.sentAt));
          const limit = o.urgent ? emergencyAgeMaxMs : answerAgeMaxMs;
          const latest = seqs.length === 0 ? this.#trueNow() + meanwhileMs : sentAt + limit;
          const person = letters[0]?.person ?? this.#personOf(o.message);
          // Answered again after a crash: its place in the row of answers is the first one.
          const known = this.#bubbles.get(o.id);
          const order = known?.order ?? place * 100 + i;
          const isDelivered = known?.isDelivered ?? false;
          this.#bubbles.set(o.id, { person, latest, order, isDelivered, dropped: null });
        }
        if (answer.length > 0) this.#end(letters, 'answered');
        else this.#let.push((reason) => this.#end(letters, reason));
        return queued;
      },
      remove: (seq) => {
        const id = store.unsent().find((q) => q.seq === seq)?.id ?? '';
        void store.remove(seq);
        this.#let.push((reason) => this.#drop(id, reason));
      },
    };
  }

  readonly log = (event: LogEvent): void => {
    if (event.event !== 'mail-dropped') return;
    this.counts.dropped++;
    this.#let.shift()?.(event.reason);
  };

  delivered(id: string, person: string, text: string): void {
    const bubble = this.#bubbles.get(id);
    const now = this.#trueNow();
    this.counts.delivered++;
    if (!bubble) {
      this.#fault(`a bubble nobody asked for was sent: ${id}`);
      return;
    }
    if (bubble.person !== person) this.#fault('an answer went to somebody else');
    if (now > bubble.latest + onItsWayMs)
      this.#fault(`sent ${Math.round((now - bubble.latest) / 1_000)} s too late`);
    const before = this.#texts.get(id);
    if (before !== undefined) {
      this.counts.twice++;
      if (before !== text) this.#fault(`another text under the same id:\n${before}\n${text}`);
      return;
    }
    this.#texts.set(id, text);
    bubble.isDelivered = true;
    const last = this.#lastOrder.get(person) ?? 0;
    if (bubble.order === null) return;
    if (last > bubble.order) this.#fault('answers changed places');
    this.#lastOrder.set(person, bubble.order);
  }

  /** The program ended between letting something go and telling so. */
  startedAgain(): void {
    for (const told of this.#let.splice(0)) told('untold');
  }

  /** Letters that a damaged disk took, and what it took back of what was done. */
  excuse(waiting: ReadonlySet<number>, known: ReadonlySet<number>): void {
    for (const [seq, w] of this.#written) {
      if (waiting.has(seq)) w.end = null;
      else if (!known.has(seq)) this.#written.delete(seq);
      else w.end ??= 'excused';
    }
    for (const bubble of this.#bubbles.values()) {
      bubble.order = null;
      if (!bubble.isDelivered) bubble.dropped ??= 'excused';
    }
    this.#lastOrder.clear();
    this.#lastSeq.clear();
    this.#texts.clear();
  }

  /** What is wrong when nothing is under way any more. */
  settle(unsent: ReadonlySet<string>): string[] {
    const faults = [...this.faults];
    for (const { message, end, seq, sentAt } of this.#written.values())
      if (end === null && !this.#takenBack.has(message))
        faults.push(`nobody answered ${message} (seq ${seq}, sent ${(sentAt / 1000) % 1e6})`);
    for (const [id, { isDelivered, dropped, latest }] of this.#bubbles) {
      if (isDelivered || dropped !== null || latest < this.#trueNow()) continue;
      if (!this.isClockTrue && !unsent.has(id)) continue;
      if (!this.#takenBack.has(this.#messageOf(id))) faults.push(`an answer was never sent: ${id}`);
    }
    return faults;
  }

  #messages = new Map<string, string>();
  note(id: string, message: string): void {
    this.#messages.set(id, message);
  }
  #messageOf(id: string): string {
    return this.#messages.get(id) ?? '';
  }
  #personOf(message: string): string {
    return [...this.#written.values()].find((w) => w.message === message)?.person ?? '';
  }

  #end(letters: readonly Written[], how: string): void {
    for (const letter of letters) {
      letter.end = how;
      if (how === 'taken-back' && !this.#takenBack.has(letter.message))
        this.#fault('dropped as taken back, which it was not');
      const age = this.#trueNow() - letter.sentAt;
      if (how === 'too-old' && this.isClockTrue && age < emergencyAgeMaxMs)
        this.#fault(`dropped as too old after ${Math.round(age / 1_000)} s`);
      const last = this.#lastSeq.get(letter.person);
      if (
        last &&
        this.isClockTrue &&
        how === 'answered' &&
        last.seq > letter.seq &&
        last.sentAt > letter.sentAt + 2_000
      )
        this.#fault('messages of one person were answered out of order');
      if (how === 'answered') this.#lastSeq.set(letter.person, letter);
    }
  }

  #drop(id: string, reason: string): void {
    const bubble = this.#bubbles.get(id);
    if (bubble) bubble.dropped = reason;
    if (
      reason === 'too-old' &&
      bubble &&
      this.isClockTrue &&
      bubble.latest > this.#trueNow() + 2_000
    )
      this.#fault('an answer was dropped as too old, which it was not');
  }

  #fault(what: string): void {
    this.faults.push(what);
  }
}
