import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import type { Answer } from '#domain/message.ts';
import { Contact } from '../support/wa-server/contact.ts';
import { withServer } from './with-server.ts';

const wa = withServer();

test('a second process on the same folder leaves the account to the first', async () => {
  await wa.startOnline();
  const second = wa.start();
  expect(second.states()).toEqual(['stopped in-use']);
  expect(wa.server.logins).toBe(2);
});

test('damaged credentials stop it; it never starts silently as a new device', async () => {
  const channel = await wa.startOnline();
  await channel.stop();
  const db = new Database(join(wa.folder, 'whatsapp.sqlite'));
  db.exec("update credentials set sealed = x'00010203'");
  db.close();
  const again = wa.start();
  expect(again.states()).toEqual(['stopped credentials-damaged']);
  expect(wa.server.logins).toBe(2);
});

test('a number that WhatsApp restricted is told to the operator, and the answer is not tried again', async () => {
  const channel = await wa.startOnline();
  const siti = new Contact(wa.server, '6281234500001');
  wa.server.faults.ackError = '463';
  await siti.say('halo');
  await wa.server.until(() => channel.dropped().includes('refused'));
  expect(channel.states().at(-1)).toBe('restricted refused 463');
});

test('clocks two hours apart make no emergency too old', async () => {
  const channel = await wa.startOnline({ now: () => Date.now() + 7_200_000 });
  const siti = new Contact(wa.server, '6281234500001');
  await siti.say('tolong saya dikurung');
  await wa.server.until(() => siti.texts.length === 1);
  expect(channel.dropped()).toEqual([]);
});

test('a full disk confirms nothing; what came is answered when there is room', async () => {
  const channel = await wa.startOnline();
  const siti = new Contact(wa.server, '6281234500001');
  await siti.say('satu');
  await wa.server.until(() => siti.texts.length === 1 && wa.server.companion?.pending.size === 0);
  channel.fillDisk();
  await siti.say('dua '.repeat(20_000));
  await wa.server.until(() => channel.states().some((s) => s.includes('SQLITE_FULL')));
  expect(wa.server.companion?.pending.size).toBe(1);
  channel.freeDisk();
  await wa.server.until(() => siti.texts.length === 2, 30_000);
  expect(wa.server.refused).toEqual([]);
});

test('an answer whose confirmation was lost goes out again, under its id and a key of its own', async () => {
  const channel = await wa.startOnline();
  const siti = new Contact(wa.server, '6281234500001');
  await siti.say('satu');
  await wa.server.until(() => siti.received.some((r) => r.message.protocolMessage));
  wa.server.faults.swallowAcks = true;
  await siti.say('dua');
  await wa.server.until(() => siti.texts.length === 2);
  wa.server.faults.swallowAcks = false;
  wa.server.cut();
  await wa.server.until(() => siti.repeated.length === 1);
  await siti.say('tiga');
  await wa.server.until(() => siti.texts.length === 3);
  expect(siti.unreadable).toEqual([]);
  expect(channel.heard.length).toBe(3);
});

test('an answer that is on its way when an operator restarts goes out again at once', async () => {
  const channel = await wa.startOnline();
  const siti = new Contact(wa.server, '6281234500001');
  wa.server.faults.swallowAcks = true;
  await siti.say('satu');
  await wa.server.until(() => siti.texts.length === 1);
  wa.server.faults.swallowAcks = false;
  await channel.restart();
  await wa.server.until(() => siti.repeated.length === 1, 5_000);
  expect(siti.texts).toEqual(['re: satu']);
});

test('a slow server is waited for, in linking and in answering', async () => {
  wa.server.faults.delayMs = 200;
  await wa.startOnline();
  const siti = new Contact(wa.server, '6281234500001');
  await siti.say('halo');
  await wa.server.until(() => siti.texts.length === 1);
  expect(wa.server.refused).toEqual([]);
});

test('what its sender deletes or changes while it waits is not answered, or as it is now', async () => {
  const first = Promise.withResolvers<Answer>();
  const channel = await wa.startOnline({
    answer: ({ text }) =>
      text === 'satu' ? first.promise : Promise.resolve({ replies: [{ text: `re: ${text}` }] }),
  });
  const siti = new Contact(wa.server, '6281234500001');
  await siti.say('satu');
  await wa.server.until(() => channel.heard.length === 1);
  const [wrong, slip] = [await siti.say('salah kirim'), await siti.say('gaji 5jt')];
  await siti.send({ protocolMessage: { key: { id: wrong }, type: 0 } });
  const editedMessage = { conversation: 'gaji 15jt' };
  await siti.send({ protocolMessage: { key: { id: slip }, type: 14, editedMessage } });
  await wa.server.until(() => wa.server.companion?.pending.size === 0);
  first.resolve({ replies: [{ text: 're: satu' }] });
  await wa.server.until(() => siti.texts.length === 2);
  expect(siti.texts).toEqual(['re: satu', 're: gaji 15jt']);
  expect(channel.heard.map((h) => h.text)).toEqual(['satu', 'gaji 15jt']);
  expect(channel.dropped()).toEqual(['taken-back', 'taken-back']);
});
