import { readFileSync } from 'node:fs';
import type { Release } from '#statistics/release.ts';
import type { Tables } from '#storage/tables.ts';

type Rows = { [T in keyof Tables]?: readonly Record<string, unknown>[] };

/** Written by version 0.1.0; whatever is added to a release, these must stay whole. */
const releases = JSON.parse(readFileSync('test/fixtures/releases.json', 'utf8')) as Release[];
const session = {
  language: 'su',
  chosen: 'su',
  pending: 'fee-receiver',
  lastCase: {
    kind: 'offer',
    evidence: [{ rule: 'wrong-visa', matcher: 'a', severity: 'strong', scope: 'asserted' }],
    atoms: ['country:SA'],
    risk: 'danger',
    harm: 'trafficking',
    country: 'SA',
    asked: ['fee-receiver'],
  },
};

/**
 * One or two rows for every table, as an installation has them; a fixture holds those columns that
 * its version knew. What stands here is in released fixtures: add, never change.
 */
export const upgradeRows: Rows = {
  session: [
    {
      chat: 'chat-of-fixture',
      state: JSON.stringify(session),
      written_at: 1_795_000_000_000,
      turn: 'turn-of-fixture',
      before: JSON.stringify({ language: 'id', lastCase: null, pending: null }),
    },
  ],
  installation: [{ name: 'keys', value: '0123456789abcdef0123456789abcdef' }],
  offer: [
    {
      id: 7,
      chat: 'chat-of-fixture',
      marks: Buffer.alloc(64, 3),
      risk: 'danger',
      day: '2026-11-20',
    },
  ],
  wish: [{ id: 3, chat: 'chat-of-fixture', day: '2026-11-24', wish: '{"wish":"stop"}' }],
  counter: [
    { length: 'week', start: '2026-11-23', measure: 'headline', cell: 'emergency', n: -2 },
    { length: 'week', start: '2026-11-23', measure: 'headline', cell: 'offer.low', n: 41 },
  ],
  tag: [{ length: 'week', start: '2026-11-23', measure: 'headline', tag: Buffer.alloc(8, 9) }],
  left_out: [{ mark: Buffer.alloc(8, 5) }],
  release: releases.map((release) => ({
    number: release.number,
    body: JSON.stringify(release),
  })),
  account: [
    {
      id: 1,
      name: 'siti',
      role: 'admin',
      password: 'argon2id$7168$5$AAAA$BBBB',
      totp: null,
      failures: 2,
      locked_until: 0,
    },
  ],
  sign_in: [{ id_hash: 'hash-of-cookie', account: 1, started_at: 10, seen_at: 20 }],
  link: [{ token_hash: 'hash-of-link', account: 1, expires_at: 30 }],
  proposal: [
    {
      id: 4,
      proposer: 'siti',
      act: 'account-removed',
      subject: 'budi',
      role: null,
      expires_at: 40,
    },
  ],
  hotline_check: [{ hotline: 'kp2mi', number: '0800-1000', day: '2026-11-01', checked_by: 'siti' }],
  mail_in: [
    {
      seq: 11,
      message: 'message-of-fixture',
      chat: 'chat-of-fixture',
      body: Buffer.from('sealed'),
      urgent: 1,
      sent_at: 50,
      arrived_at: 60,
    },
  ],
  mail_out: [
    {
      seq: 12,
      id: 'bubble-of-fixture',
      message: 'message-of-fixture',
      chat: 'chat-of-fixture',
      body: Buffer.from('sealed'),
      urgent: 0,
      expires_at: 70,
      sent_at: null,
    },
  ],
  mail_chat: [
    {
      chat: 'chat-of-fixture',
      urgent: 1,
      since: 50,
      arrivals: 1,
      loaded: 0,
      owner: '',
      until: 0,
    },
  ],
};

/** An entry of the log that the store itself wrote, so that its chain can be checked. */
export const upgradeAudit = {
  actor: 'siti',
  act: 'account-added',
  subject: 'budi',
  at: 1_000,
} as const;

/** What the file of WhatsApp holds, in clear; sealed under this key in the fixture. */
export const upgradeGateway = {
  key: Buffer.alloc(32, 11),
  credentials: Buffer.from('credentials of the fixture'),
  signalKey: { kind: 'session', id: 'somebody', value: Buffer.from('ratchet') },
  digest: 'digest-of-fixture',
  letter: Buffer.from('a letter that waits'),
  bubble: Buffer.from('an answer that waits'),
} as const;
