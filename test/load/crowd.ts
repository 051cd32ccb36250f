import { readFileSync } from 'node:fs';
import { CloudPhone, ourNumberId } from '../support/graph-server/cloud-phone.ts';
import type { GraphServer, SentMessage } from '../support/graph-server/graph-server.ts';

const emergencies = [
  'tolong saya dikurung di kamboja, paspor ditahan bos',
  'pak tolong, anak saya disekap agen di Malaysia tidak boleh pulang',
  'saya dipukul majikan dan dikunci di rumah, tolong',
  'kami disekap di mess, HP diambil, dipaksa kerja scam',
];

type Said = {
  readonly person: string;
  readonly isEmergency: boolean;
  readonly at: number;
  answeredAt: number | null;
};

export type CrowdOptions = {
  readonly graph: GraphServer;
  /** Addresses of the programs, for the web chat. */
  readonly addresses: () => readonly string[];
  readonly emergencyShare: number;
  readonly webShare: number;
};

/** Thousands of people, each of whom says one thing and waits for the answer. */
export class Crowd {
  readonly #options: CrowdOptions;
  readonly #texts: readonly string[];
  /** By number, or by the id of a page. */
  readonly said = new Map<string, Said>();
  /** How often Meta got each bubble. */
  readonly bubbles = new Map<string, number>();
  #next = 0;
  webRefused = 0;
  answered = 0;
  redelivered = 0;

  constructor(options: CrowdOptions) {
    this.#options = options;
    const lines = readFileSync('test/corpus/dev.jsonl', 'utf8').trim().split('\n');
    this.#texts = lines.map((line) => JSON.parse(line).text as string);
    options.graph.onSent = (message) => this.#hear(message);
  }

  #hear({ to, opaqueId, at }: SentMessage): void {
    this.bubbles.set(opaqueId, (this.bubbles.get(opaqueId) ?? 0) + 1);
    this.#answer(to, at);
  }

  #answer(person: string, at: number): void {
    const said = this.said.get(person);
    if (!said || said.answeredAt !== null) return;
    said.answeredAt = at;
    this.answered++;
  }

  /** One more person writes; nobody waits for it here. */
  speak(): void {
    const n = this.#next++;
    const { emergencyShare, webShare } = this.#options;
    const isEmergency = spread(n, emergencyShare);
    const list = isEmergency ? emergencies : this.#texts;
    const text = list[n % list.length] ?? '';
    if (spread(n * 7 + 3, webShare)) void this.#speakOnPage(n, text, isEmergency);
    else void this.#speakOnPhone(n, text, isEmergency);
  }

  async #speakOnPhone(n: number, text: string, isEmergency: boolean): Promise<void> {
    const number = String(6_281_000_000_000 + n);
    const phone = new CloudPhone(this.#options.graph, {
      number,
      userId: `ID.${1_000_000 + n}`,
      numberId: ourNumberId,
    });
    this.said.set(number, {
      person: `ID.${1_000_000 + n}`,
      isEmergency,
      at: Date.now(),
      answeredAt: null,
    });
    const tries = await phone.say(text).catch(() => 1);
    this.redelivered += tries - 1;
  }

  async #speakOnPage(n: number, text: string, isEmergency: boolean): Promise<void> {
    const addresses = this.#options.addresses();
    const chat = `halaman-${n}`.padEnd(24, '0');
    this.said.set(chat, { person: chat, isEmergency, at: Date.now(), answeredAt: null });
    try {
      const response = await fetch(`${addresses[n % addresses.length]}/api/chat`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'x-forwarded-for': `10.${(n >> 16) & 255}.${(n >> 8) & 255}.${n & 255}`,
        },
        body: JSON.stringify({ chat, text: text.slice(0, 4_000) }),
      });
      await response.arrayBuffer();
      if (response.ok) {
        this.#answer(chat, Date.now());
        return;
      }
    } catch {
      // The page says so and keeps the text; the person sends it again. Counted below.
    }
    // Nobody was promised anything: a page shows that it failed.
    this.said.delete(chat);
    this.webRefused++;
  }

  /** Times from writing to the first bubble, in milliseconds, sorted. */
  times(of: (said: Said) => boolean): number[] {
    return [...this.said.values()]
      .filter(of)
      .flatMap((s) => (s.answeredAt === null ? [] : s.answeredAt - s.at))
      .sort((a, b) => a - b);
  }

  get lost(): number {
    return [...this.said.values()].filter((s) => s.answeredAt === null).length;
  }

  get answeredTwice(): number {
    return [...this.bubbles.values()].filter((n) => n > 1).length;
  }
}

/** Spreads a share evenly and without chance: the same run each time. */
const spread = (n: number, share: number): boolean =>
  Math.floor((n + 1) * share) > Math.floor(n * share);

export const percentile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
