import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import type { Answer, Inbound } from '#domain/message.ts';
import { Contact } from '../support/wa-server/contact.ts';
import { child, node } from '../support/wa-server/stanza.ts';
import { withServer } from './with-server.ts';

const wa = withServer();

test('it links by QR and answers; messages vanish from the phone after a day', async () => {
  const channel = await wa.startOnline();
  expect(channel.states()).toEqual(['linking', 'connecting', 'online']);
  const siti = new Contact(wa.server, '6281234500001');
  await siti.say('halo');
  await siti.say('lagi');
  await wa.server.until(() => siti.texts.length === 2 && wa.server.companion?.pending.size === 0);
  expect(siti.texts).toEqual(['re: halo', 're: lagi']);
  for (const { message } of siti.received)
    if (message.extendedTextMessage)
      expect(message.extendedTextMessage.contextInfo?.expiration).toBe(86_400);
  const settings = () => siti.received.flatMap((r) => r.message.protocolMessage ?? []);
  await wa.server.until(() => settings().length > 0);
  expect(settings().map((s) => s.ephemeralExpiration)).toEqual([86_400]);
  expect(siti.unreadable).toEqual([]);
  expect(wa.server.refused).toEqual([]);
});

test('a contact gets the token of trust with the first answer and not with every one', async () => {
  await wa.startOnline();
  const siti = new Contact(wa.server, '6281234500001');
  const tokens = () => wa.server.stanzas.filter((s) => child(s, 'tokens')).length;
  await siti.say('satu');
  await wa.server.until(() => siti.received.some((r) => r.message.protocolMessage));
  for (const text of ['dua', 'tiga']) await siti.say(text);
  await wa.server.until(() => siti.texts.length === 3 && wa.server.companion?.pending.size === 0);
  expect(tokens()).toBe(1);
});

test('the line below the name is set once, and says nothing of danger', async () => {
  const about = () =>
    wa.server.stanzas.flatMap((s) => child(s, 'status')?.content?.toString() ?? []);
  const channel = await wa.startOnline();
  const siti = new Contact(wa.server, '6281234500001');
  await siti.say('satu');
  await wa.server.until(() => siti.texts.length === 1 && about().length > 0);
  await channel.restart();
  await wa.server.until(() => channel.state().state === 'online');
  await siti.say('dua');
  await wa.server.until(() => siti.texts.length === 2);
  expect(about()).toEqual(['Info Kerja']);
});

test('who wants to be forgotten is no row any more, but is understood when writing again', async () => {
  const answer = async ({ text }: Inbound): Promise<Answer> => ({
    replies: [{ text: `re: ${text}` }],
    ...(text === 'HAPUS DATA' && { isForgotten: true }),
  });
  const channel = await wa.startOnline({ answer });
  const siti = new Contact(wa.server, '6281234500001');
  const db = new Database(join(wa.folder, 'whatsapp.sqlite'), { readonly: true });
  const count = (rows: string) => db.prepare(`select count(*) from ${rows}`).pluck().get();
  const numbers = "signal_key where kind = 'lid-mapping'";
  const ofNobody = Number(count(numbers));
  await siti.say('halo');
  await wa.server.until(() => siti.texts.length === 1);
  expect(count(numbers)).toBe(ofNobody + 2);
  await siti.say('HAPUS DATA');
  await wa.server.until(() => siti.texts.length === 2 && wa.server.companion?.pending.size === 0);
  expect([count(numbers), count('inbox'), count('outbox')]).toEqual([ofNobody, 0, 1]);
  await channel.restart();
  await wa.server.until(() => channel.state().state === 'online');
  wa.server.redeliver([...siti.sent.values()]);
  await siti.say('tolong saya');
  await wa.server.until(() => siti.texts.length === 3);
  expect(siti.texts.at(-1)).toBe('re: tolong saya');
  expect(channel.heard.length).toBe(3);
  expect(wa.server.refused).toEqual([]);
  db.close();
});

test('it links by pairing code', async () => {
  await wa.startOnline({ link: 'code:6281110009999' });
  expect(wa.server.errors).toEqual([]);
});

test('after a restart it is online without linking, and what came meanwhile is answered', async () => {
  const first = await wa.startOnline();
  await first.stop();
  const siti = new Contact(wa.server, '6281234500001');
  await siti.say('halo');
  const again = wa.start();
  await wa.server.until(() => siti.texts.length === 1);
  expect(again.states()).toEqual(['connecting', 'online']);
});

test('a cut cable is mended, and messages of that time are answered in order', async () => {
  const channel = await wa.startOnline();
  const siti = new Contact(wa.server, '6281234500001');
  wa.server.cut();
  await wa.server.until(() => !wa.server.isOnline);
  for (const text of ['1', '2', '3']) await siti.say(text);
  await wa.server.until(() => siti.texts.length === 3);
  expect(siti.texts).toEqual(['re: 1', 're: 2', 're: 3']);
  expect(channel.states().slice(-2)).toEqual(['connecting closed 428', 'online']);
});

test.each([
  ['401', 'stopped logged-out'],
  ['403', 'stopped banned'],
  ['405', 'stopped version-refused'],
])('a refusal with %s stops the channel', async (code, state) => {
  wa.server.faults.failure = code;
  const channel = wa.start();
  await wa.server.until(() => channel.states().includes(state));
  await new Promise((resolve) => setTimeout(resolve, 700));
  expect(wa.server.logins).toBe(1);
});

test('a stream error is a reason to come back, a second client one to stop', async () => {
  const channel = await wa.startOnline();
  wa.server.streamError('503');
  await wa.server.until(() => !wa.server.isOnline);
  await wa.server.until(() => wa.server.isOnline);
  wa.server.conflict();
  await wa.server.until(() => channel.states().at(-1) === 'stopped replaced');
});

test('after the phone removed the device, it links anew only at the next start', async () => {
  const channel = await wa.startOnline();
  wa.server.faults.failure = '401';
  wa.server.cut();
  await wa.server.until(() => channel.states().includes('stopped logged-out'));
  await channel.stop();
  wa.server.faults.failure = null;
  const again = await wa.startOnline();
  expect(again.states()).toEqual(['linking', 'connecting', 'online']);
});

test('groups are silent unless the bot is named; reactions are not answered', async () => {
  const channel = await wa.startOnline();
  const siti = new Contact(wa.server, '6281234500001');
  const group = '1203630001@g.us';
  wa.server.groups.set(group, [{ lid: siti.lid, pn: siti.pn }]);
  await siti.sendToGroup(group, { conversation: 'satu' });
  await siti.sendToGroup(group, { conversation: 'dua' });
  await siti.send({ reactionMessage: { text: '👍', key: { id: 'x' } } });
  await siti.say('tiga');
  await wa.server.until(() => siti.texts.length === 1 && wa.server.companion?.pending.size === 0);
  const contextInfo = { mentionedJid: [wa.server.lid] };
  await siti.sendToGroup(group, { extendedTextMessage: { text: '@bot empat', contextInfo } });
  await wa.server.until(() => siti.received.some((r) => r.isGroup));
  expect(channel.heard.map((h) => h.text)).toEqual(['tiga', '@bot empat']);
});

test('a phone that could not read an answer gets the same one again, also after a restart', async () => {
  const channel = await wa.startOnline();
  const siti = new Contact(wa.server, '6281234500001');
  await siti.say('halo');
  await wa.server.until(() => siti.received.some((r) => r.message.protocolMessage));
  await channel.stop();
  await wa.startOnline();
  const [first] = siti.received;
  siti.askAgain(first?.id ?? '');
  await wa.server.until(() => siti.repeated.length === 1);
  expect(siti.repeated).toEqual([first?.id]);
  expect(siti.unreadable).toEqual([]);
});

test('every message that is delivered again, first ones too, is confirmed and not answered again', async () => {
  const channel = await wa.startOnline();
  const siti = new Contact(wa.server, '6281234500001');
  for (const text of ['1', '2', '3']) await siti.say(text);
  await wa.server.until(() => siti.texts.length === 3 && wa.server.companion?.pending.size === 0);
  wa.server.redeliver([...siti.sent.values()]);
  await wa.server.until(() => wa.server.companion?.pending.size === 0);
  await siti.say('4');
  await wa.server.until(() => siti.texts.length === 4);
  expect(channel.heard.length).toBe(4);
  expect(wa.server.refused).toEqual([]);
  expect(siti.repeated).toEqual([]);
});

test('a call is answered by a text', async () => {
  const channel = await wa.startOnline();
  const siti = new Contact(wa.server, '6281234500001');
  const offer = node('offer', { 'call-creator': siti.lid, 'call-id': 'C1' });
  const attrs = { from: siti.lid, id: 'call1', t: String(Math.floor(Date.now() / 1000)) };
  for (let i = 0; i < 2; i++) wa.server.send(node('call', attrs, [offer]));
  await wa.server.until(() => siti.texts.length === 1);
  expect(channel.heard.map((h) => h.notices)).toEqual([['call']]);
});

test('an operator restarts it, unlinks it, and links it anew by the code on the page', async () => {
  const channel = await wa.startOnline();
  await channel.restart();
  await wa.server.until(() => channel.state().state === 'online');
  expect(channel.code()).toBe(null);
  await channel.unlink();
  expect(channel.state()).toMatchObject({ state: 'stopped', why: 'logged-out' });
  await channel.restart();
  await wa.server.until(() => channel.code() !== null || channel.state().state === 'online');
  await wa.server.until(() => channel.state().state === 'online');
  const siti = new Contact(wa.server, '6281234500001');
  await siti.say('halo');
  await wa.server.until(() => siti.texts.length === 1);
});
