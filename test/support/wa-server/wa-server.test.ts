import {
  type AuthenticationState,
  initAuthCreds,
  makeWASocket,
  type SignalDataSet,
  type SignalDataTypeMap,
  WA_CERT_DETAILS,
} from '@whiskeysockets/baileys';
import { pino } from 'pino';
import { afterEach, expect, test, vi } from 'vitest';
import { Contact } from './contact.ts';
import { WaServer } from './wa-server.ts';

let server: WaServer;
const ends: (() => void)[] = [];
// The library prints whole sessions.
for (const name of ['info', 'warn', 'error', 'log'] as const)
  vi.spyOn(console, name).mockImplementation(() => {});

afterEach(async () => {
  for (const end of ends.splice(0)) end();
  await server.stop();
});

function authInMemory(): AuthenticationState {
  const kept = new Map<string, unknown>();
  return {
    creds: initAuthCreds(),
    keys: {
      get: async <T extends keyof SignalDataTypeMap>(type: T, ids: string[]) => {
        const found: { [id: string]: SignalDataTypeMap[T] } = {};
        for (const id of ids) {
          const value = kept.get(`${type} ${id}`);
          if (value) found[id] = value as SignalDataTypeMap[T];
        }
        return found;
      },
      set: async (data: SignalDataSet) => {
        for (const [type, entries] of Object.entries(data))
          for (const [id, value] of Object.entries(entries)) kept.set(`${type} ${id}`, value);
      },
    },
  };
}

/** The unmodified client, answering every text with itself. */
function connect(auth: AuthenticationState, link: 'qr' | 'code' = 'qr') {
  const heard: { text: string; type: string }[] = [];
  const closes: number[] = [];
  const open = () => {
    const socket = makeWASocket({
      waWebSocketUrl: server.url,
      auth,
      logger: pino({ level: 'silent' }) as never,
    });
    ends.push(() => void socket.end(undefined));
    let asked = false;
    socket.ev.on('connection.update', ({ connection, lastDisconnect }) => {
      if (connection !== 'close') return;
      const code =
        (lastDisconnect?.error as undefined | { output?: { statusCode?: number } })?.output
          ?.statusCode ?? 0;
      closes.push(code);
      if (code === 515 || code === 428) open();
    });
    socket.ev.on('connection.update', async ({ qr }) => {
      if (qr && link === 'qr') server.scan(qr);
      if (qr && link === 'code' && !asked) {
        asked = true;
        await server.typeCode(await socket.requestPairingCode('6281110009999'));
      }
    });
    socket.ev.on('messages.upsert', async ({ messages, type }) => {
      for (const { key, message } of messages) {
        const text = message?.conversation ?? '';
        if (!text || key.fromMe) continue;
        heard.push({ text, type });
        await socket.sendMessage(key.remoteJid ?? '', { text: `re: ${text}` });
      }
    });
  };
  WA_CERT_DETAILS.PUBLIC_KEY = Buffer.from(server.rootKey);
  open();
  return { heard, closes };
}

test('the unmodified client links by QR, is told to start anew, and answers a first message', async () => {
  server = await WaServer.start();
  const { closes } = connect(authInMemory());
  await server.until(() => server.isOnline);
  expect(closes).toEqual([515]);
  const siti = new Contact(server, '6281234500001');
  await siti.say('halo');
  await server.until(() => siti.texts.length === 1);
  await siti.say('lagi');
  await server.until(() => siti.texts.length === 2);
  expect(siti.texts).toEqual(['re: halo', 're: lagi']);
  expect(siti.unreadable).toEqual([]);
  expect(server.errors).toEqual([]);
  await server.until(() => server.companion?.pending.size === 0);
});

test('it links by pairing code', async () => {
  server = await WaServer.start();
  const { closes } = connect(authInMemory(), 'code');
  await server.until(() => server.isOnline);
  expect(closes).toEqual([515]);
  expect(server.errors).toEqual([]);
});

test('what is sent while the cable is cut is delivered as offline messages', async () => {
  server = await WaServer.start();
  const { heard } = connect(authInMemory());
  await server.until(() => server.isOnline);
  const siti = new Contact(server, '6281234500001');
  server.cut();
  await server.until(() => !server.isOnline);
  await Promise.all(['1', '2', '3'].map((text) => siti.say(text)));
  await server.until(() => siti.texts.length === 3);
  expect(heard).toEqual(['1', '2', '3'].map((text) => ({ text, type: 'append' })));
});

test('an unknown device is refused as logged out', async () => {
  server = await WaServer.start();
  server.faults.failure = '401';
  const { closes } = connect(authInMemory());
  await server.until(() => closes.length === 1);
  expect(closes).toEqual([401]);
});

test('group messages are read with sender keys', async () => {
  server = await WaServer.start();
  const { heard } = connect(authInMemory());
  await server.until(() => server.isOnline);
  const siti = new Contact(server, '6281234500001');
  server.groups.set('1203630001@g.us', [{ lid: siti.lid, pn: siti.pn }]);
  await siti.sendToGroup('1203630001@g.us', { conversation: 'satu' });
  await siti.sendToGroup('1203630001@g.us', { conversation: 'dua' });
  await server.until(() => heard.length === 2);
  expect(heard.map((h) => h.text)).toEqual(['satu', 'dua']);
  await server.until(() => siti.received.length === 2);
});
