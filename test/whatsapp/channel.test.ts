import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Answer, Inbound } from '#domain/message.ts';
import { Contact } from '../support/wa-server/contact.ts';
import { child, node } from '../support/wa-server/stanza.ts';
import { WaServer } from '../support/wa-server/wa-server.ts';
import { type Options, startChannel } from './start-channel.ts';

let folder: string;
let server: WaServer;
const running: ReturnType<typeof startChannel>[] = [];
function start(options: Options = {}) {
  const channel = startChannel(server, folder, options);
  running.push(channel);
  return channel;
}
async function startOnline(options: Options = {}) {
  const channel = start(options);
  await server.until(() => channel.states().includes('online'));
  return channel;
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'whatsapp-'));
  server = await WaServer.start();
});
afterEach(async () => {
  for (const channel of running.splice(0)) await channel.stop();
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

test('it links by QR and answers; messages vanish from the phone after a day', async () => {
  const channel = await startOnline();
  expect(channel.states()).toEqual(['linking', 'connecting', 'online']);
  const siti = new Contact(server, '6281234500001');
  await siti.say('halo');
  await siti.say('lagi');
  await server.until(() => siti.texts.length === 2 && server.companion?.pending.size === 0);
  expect(siti.texts).toEqual(['re: halo', 're: lagi']);
  for (const { message } of siti.received)
    if (message.extendedTextMessage)
      expect(message.extendedTextMessage.contextInfo?.expiration).toBe(86_400);
  const settings = () => siti.received.flatMap((r) => r.message.protocolMessage ?? []);
  await server.until(() => settings().length > 0);
  expect(settings().map((s) => s.ephemeralExpiration)).toEqual([86_400]);
  expect(siti.unreadable).toEqual([]);
  expect(server.refused).toEqual([]);
});

test('a contact gets the token of trust with the first answer and not with every one', async () => {
  await startOnline();
  const siti = new Contact(server, '6281234500001');
  const tokens = () => server.stanzas.filter((s) => child(s, 'tokens')).length;
  await siti.say('satu');
  await server.until(() => siti.received.some((r) => r.message.protocolMessage));
  for (const text of ['dua', 'tiga']) await siti.say(text);
  await server.until(() => siti.texts.length === 3 && server.companion?.pending.size === 0);
  expect(tokens()).toBe(1);
});

test('the line below the name is set once, and says nothing of danger', async () => {
  const about = () => server.stanzas.flatMap((s) => child(s, 'status')?.content?.toString() ?? []);
  const channel = await startOnline();
  const siti = new Contact(server, '6281234500001');
  await siti.say('satu');
  await server.until(() => siti.texts.length === 1 && about().length > 0);
  await channel.restart();
  await server.until(() => channel.state().state === 'online');
  await siti.say('dua');
  await server.until(() => siti.texts.length === 2);
  expect(about()).toEqual(['Info Kerja']);
});

test('who wants to be forgotten is no row any more, but is understood when writing again', async () => {
  const answer = async ({ text }: Inbound): Promise<Answer> => ({
    replies: [{ text: `re: ${text}` }],
    ...(text === 'HAPUS DATA' && { isForgotten: true }),
  });
  const channel = await startOnline({ answer });
  const siti = new Contact(server, '6281234500001');
  const db = new Database(join(folder, 'whatsapp.sqlite'), { readonly: true });
  const count = (rows: string) => db.prepare(`select count(*) from ${rows}`).pluck().get();
  const numbers = "signal_key where kind = 'lid-mapping'";
  const ofNobody = Number(count(numbers));
  await siti.say('halo');
  await server.until(() => siti.texts.length === 1);
  expect(count(numbers)).toBe(ofNobody + 2);
  await siti.say('HAPUS DATA');
  await server.until(() => siti.texts.length === 2 && server.companion?.pending.size === 0);
  expect([count(numbers), count('inbox'), count('outbox')]).toEqual([ofNobody, 0, 1]);
  await channel.restart();
  await server.until(() => channel.state().state === 'online');
  server.redeliver([...siti.sent.values()]);
  await siti.say('tolong saya');
  await server.until(() => siti.texts.length === 3);
  expect(siti.texts.at(-1)).toBe('re: tolong saya');
  expect(channel.heard.length).toBe(3);
  expect(server.refused).toEqual([]);
  db.close();
});

test('an answer that is on its way when an operator restarts goes out again at once', async () => {
  const channel = await startOnline();
  const siti = new Contact(server, '6281234500001');
  server.faults.swallowAcks = true;
  await siti.say('satu');
  await server.until(() => siti.texts.length === 1);
  server.faults.swallowAcks = false;
  await channel.restart();
  await server.until(() => siti.repeated.length === 1, 5_000);
  expect(siti.texts).toEqual(['re: satu']);
});

test('it links by pairing code', async () => {
  await startOnline({ link: 'code:6281110009999' });
  expect(server.errors).toEqual([]);
});

test('after a restart it is online without linking, and what came meanwhile is answered', async () => {
  const first = await startOnline();
  await first.stop();
  const siti = new Contact(server, '6281234500001');
  await siti.say('halo');
  const again = start();
  await server.until(() => siti.texts.length === 1);
  expect(again.states()).toEqual(['connecting', 'online']);
});

test('a cut cable is mended, and messages of that time are answered in order', async () => {
  const channel = await startOnline();
  const siti = new Contact(server, '6281234500001');
  server.cut();
  await server.until(() => !server.isOnline);
  for (const text of ['1', '2', '3']) await siti.say(text);
  await server.until(() => siti.texts.length === 3);
  expect(siti.texts).toEqual(['re: 1', 're: 2', 're: 3']);
  expect(channel.states().slice(-2)).toEqual(['connecting closed 428', 'online']);
});

test.each([
  ['401', 'stopped logged-out'],
  ['403', 'stopped banned'],
  ['405', 'stopped version-refused'],
])('a refusal with %s stops the channel', async (code, state) => {
  server.faults.failure = code;
  const channel = start();
  await server.until(() => channel.states().includes(state));
  await new Promise((resolve) => setTimeout(resolve, 1_200));
  expect(server.logins).toBe(1);
});

test('a stream error is a reason to come back, a second client one to stop', async () => {
  const channel = await startOnline();
  server.streamError('503');
  await server.until(() => !server.isOnline);
  await server.until(() => server.isOnline);
  server.conflict();
  await server.until(() => channel.states().at(-1) === 'stopped replaced');
});

test('a second process on the same folder leaves the account to the first', async () => {
  await startOnline();
  const second = start();
  expect(second.states()).toEqual(['stopped in-use']);
  expect(server.logins).toBe(2);
});

test('after the phone removed the device, it links anew only at the next start', async () => {
  const channel = await startOnline();
  server.faults.failure = '401';
  server.cut();
  await server.until(() => channel.states().includes('stopped logged-out'));
  await channel.stop();
  server.faults.failure = null;
  const again = await startOnline();
  expect(again.states()).toEqual(['linking', 'connecting', 'online']);
});

test('damaged credentials stop it; it never starts silently as a new device', async () => {
  const channel = await startOnline();
  await channel.stop();
  const db = new Database(join(folder, 'whatsapp.sqlite'));
  db.exec("update credentials set sealed = x'00010203'");
  db.close();
  const again = start();
  expect(again.states()).toEqual(['stopped credentials-damaged']);
  expect(server.logins).toBe(2);
});

test('groups are silent unless the bot is named; reactions are not answered', async () => {
  const channel = await startOnline();
  const siti = new Contact(server, '6281234500001');
  const group = '1203630001@g.us';
  server.groups.set(group, [{ lid: siti.lid, pn: siti.pn }]);
  await siti.sendToGroup(group, { conversation: 'satu' });
  await siti.sendToGroup(group, { conversation: 'dua' });
  await siti.send({ reactionMessage: { text: '👍', key: { id: 'x' } } });
  await siti.say('tiga');
  await server.until(() => siti.texts.length === 1 && server.companion?.pending.size === 0);
  const contextInfo = { mentionedJid: [server.lid] };
  await siti.sendToGroup(group, { extendedTextMessage: { text: '@bot empat', contextInfo } });
  await server.until(() => siti.received.some((r) => r.isGroup));
  expect(channel.heard.map((h) => h.text)).toEqual(['tiga', '@bot empat']);
});

test('a phone that could not read an answer gets the same one again, also after a restart', async () => {
  const channel = await startOnline();
  const siti = new Contact(server, '6281234500001');
  await siti.say('halo');
  await server.until(() => siti.received.some((r) => r.message.protocolMessage));
  await channel.stop();
  await startOnline();
  const [first] = siti.received;
  siti.askAgain(first?.id ?? '');
  await server.until(() => siti.repeated.length === 1);
  expect(siti.repeated).toEqual([first?.id]);
  expect(siti.unreadable).toEqual([]);
});

test('every message that is delivered again, first ones too, is confirmed and not answered again', async () => {
  const channel = await startOnline();
  const siti = new Contact(server, '6281234500001');
  for (const text of ['1', '2', '3']) await siti.say(text);
  await server.until(() => siti.texts.length === 3 && server.companion?.pending.size === 0);
  server.redeliver([...siti.sent.values()]);
  await server.until(() => server.companion?.pending.size === 0);
  await siti.say('4');
  await server.until(() => siti.texts.length === 4);
  expect(channel.heard.length).toBe(4);
  expect(server.refused).toEqual([]);
  expect(siti.repeated).toEqual([]);
});

test('an answer whose confirmation was lost goes out again, under its id and a key of its own', async () => {
  const channel = await startOnline();
  const siti = new Contact(server, '6281234500001');
  await siti.say('satu');
  await server.until(() => siti.received.some((r) => r.message.protocolMessage));
  server.faults.swallowAcks = true;
  await siti.say('dua');
  await server.until(() => siti.texts.length === 2);
  server.faults.swallowAcks = false;
  server.cut();
  await server.until(() => siti.repeated.length === 1);
  await siti.say('tiga');
  await server.until(() => siti.texts.length === 3);
  expect(siti.unreadable).toEqual([]);
  expect(channel.heard.length).toBe(3);
});

test('a number that WhatsApp restricted is told to the operator, and the answer is not tried again', async () => {
  const channel = await startOnline();
  const siti = new Contact(server, '6281234500001');
  server.faults.ackError = '463';
  await siti.say('halo');
  await server.until(() => channel.dropped().includes('refused'));
  expect(channel.states().at(-1)).toBe('restricted refused 463');
});

test('clocks two hours apart make no emergency too old', async () => {
  const channel = await startOnline({ now: () => Date.now() + 7_200_000 });
  const siti = new Contact(server, '6281234500001');
  await siti.say('tolong saya dikurung');
  await server.until(() => siti.texts.length === 1);
  expect(channel.dropped()).toEqual([]);
});

test('a full disk confirms nothing; what came is answered when there is room', async () => {
  const channel = await startOnline();
  const siti = new Contact(server, '6281234500001');
  await siti.say('satu');
  await server.until(() => siti.texts.length === 1 && server.companion?.pending.size === 0);
  channel.fillDisk();
  await siti.say('dua '.repeat(20_000));
  await server.until(() => channel.states().some((s) => s.includes('SQLITE_FULL')));
  expect(server.companion?.pending.size).toBe(1);
  channel.freeDisk();
  await server.until(() => siti.texts.length === 2, 30_000);
  expect(server.refused).toEqual([]);
});

test('a call is answered by a text', async () => {
  const channel = await startOnline();
  const siti = new Contact(server, '6281234500001');
  const offer = node('offer', { 'call-creator': siti.lid, 'call-id': 'C1' });
  const attrs = { from: siti.lid, id: 'call1', t: String(Math.floor(Date.now() / 1000)) };
  for (let i = 0; i < 2; i++) server.send(node('call', attrs, [offer]));
  await server.until(() => siti.texts.length === 1);
  expect(channel.heard.map((h) => h.notices)).toEqual([['call']]);
});

test('an operator restarts it, unlinks it, and links it anew by the code on the page', async () => {
  const channel = await startOnline();
  await channel.restart();
  await server.until(() => channel.state().state === 'online');
  expect(channel.code()).toBe(null);
  await channel.unlink();
  expect(channel.state()).toMatchObject({ state: 'stopped', why: 'logged-out' });
  await channel.restart();
  await server.until(() => channel.code() !== null || channel.state().state === 'online');
  await server.until(() => channel.state().state === 'online');
  const siti = new Contact(server, '6281234500001');
  await siti.say('halo');
  await server.until(() => siti.texts.length === 1);
});
