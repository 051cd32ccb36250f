import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createChatKey } from '#channels/chat-key.ts';
import { webChat } from '#channels/web-chat/routes.ts';
import { loadWebTexts } from '#channels/web-chat/web-texts.ts';
import type { Answer, ChatKey } from '#domain/message.ts';
import { createServer } from '#operations/server.ts';
import { openDatabase } from '#storage/open-database.ts';
import { CloudPhone } from '../support/graph-server/cloud-phone.ts';
import { GraphServer } from '../support/graph-server/graph-server.ts';
import { Contact } from '../support/wa-server/contact.ts';
import { MediaHost } from '../support/wa-server/media-host.ts';
import { WaServer } from '../support/wa-server/wa-server.ts';
import { startChannel } from '../whatsapp/start-channel.ts';
import { type ContractChannel, channelContract, contents, type Thing } from './contract.ts';
import { startCloud } from './whatsapp-cloud/start-cloud.ts';

/** People by their place, made when they first do something. */
function people<T>(make: (place: number) => T): (place: number) => T {
  const known = new Map<number, T>();
  return (place) => {
    const person = known.get(place) ?? make(place);
    known.set(place, person);
    return person;
  };
}

async function openBaileys(): Promise<ContractChannel> {
  const folder = mkdtempSync(join(tmpdir(), 'contract-'));
  const server = await WaServer.start();
  const media = await MediaHost.start();
  const person = people((place) => new Contact(server, String(6_281_234_500_000 + place)));
  let running: ReturnType<typeof startChannel> | null = null;
  const stop = async () => {
    await running?.stop();
    running = null;
  };
  const messageOf = (thing: Thing, caption: string) => {
    if (thing === 'card') return { contactMessage: { vcard: contents.card } };
    if (thing === 'poster') {
      const poster = media.upload(Buffer.from(contents.poster));
      return { imageMessage: { ...poster, mimetype: 'image/jpeg', caption } };
    }
    if (thing === 'voice') {
      const voice = media.upload(Buffer.from(contents.voice), { keys: 'WhatsApp Audio Keys' });
      return { audioMessage: { ...voice, mimetype: 'audio/ogg' } };
    }
    return { locationMessage: { degreesLatitude: 11.556, degreesLongitude: 104.928 } };
  };
  return {
    async start(answer, isPaced) {
      const channel = startChannel(server, folder, { answer, isPaced });
      running = channel;
      await server.until(() => channel.states().includes('online'), 20_000);
    },
    stop,
    say: (place, text, { id, sentAtMs } = {}) =>
      person(place).say(text, {
        ...(id && { id }),
        ...(sentAtMs && { sentAt: new Date(sentAtMs) }),
      }),
    send: (place, thing, caption) => person(place).send(messageOf(thing, caption)),
    texts: (place) => person(place).texts,
    async close() {
      await stop();
      await media.stop();
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function openCloud(): Promise<ContractChannel> {
  const folder = mkdtempSync(join(tmpdir(), 'contract-'));
  const graph = await GraphServer.start();
  const db = await openDatabase(join(folder, 'cloud.sqlite'));
  const person = people((place) => {
    const number = String(6_281_234_500_000 + place);
    return new CloudPhone(graph, { number, userId: `ID.${place}` });
  });
  let running: Awaited<ReturnType<typeof startCloud>> | null = null;
  const stop = async () => {
    await running?.stop();
    running = null;
  };
  const contentOf = (thing: Thing, caption: string) => {
    if (thing === 'location')
      return { type: 'location', location: { latitude: 11.556, longitude: 104.928 } };
    if (thing === 'card') {
      const name = { formatted_name: 'Pak Agen' };
      return { type: 'contacts', contacts: [{ name, phones: [{ phone: '+62 812-3450-0009' }] }] };
    }
    const [type, mime] = thing === 'voice' ? ['audio', 'audio/ogg'] : ['image', 'image/jpeg'];
    return { type, [type]: { ...graph.keep(Buffer.from(contents[thing]), mime), caption } };
  };
  return {
    async start(answer, isPaced) {
      running = await startCloud(graph, db, folder, { answer, isPaced });
    },
    stop,
    say: (place, text, way) => person(place).say(text, way),
    send: (place, thing, caption) => person(place).send(contentOf(thing, caption)),
    texts: (place) => person(place).texts,
    async close() {
      await stop();
      await graph.stop();
      await db.destroy();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function openWebChat(): Promise<ContractChannel> {
  const folder = mkdtempSync(join(tmpdir(), 'contract-'));
  const chatKey = createChatKey(join(folder, 'keys'));
  const told = new Map<number, string[]>();
  const page = (place: number) => `halaman-${place}`.padEnd(32, '0');
  let address = '';
  let stop = async () => {};
  async function post(place: number, body: string | FormData): Promise<void> {
    const headers = typeof body === 'string' ? { 'content-type': 'application/json' } : undefined;
    const call = { method: 'POST', body, ...(headers && { headers }) };
    const response = await fetch(`${address}/api/chat`, call);
    const { replies } = (await response.json()) as { replies: { text: string }[] };
    told.set(place, [...(told.get(place) ?? []), ...replies.map((r) => r.text)]);
  }
  return {
    async start(answer) {
      const server = await createServer({
        log: () => {},
        trustProxy: false,
        isReady: async () => {},
      });
      await server.register(webChat, {
        answer: ({ chat, ...message }): Promise<Answer> =>
          answer({ chat: chatKey('web', chat) as ChatKey, ...message }),
        texts: loadWebTexts('data'),
      });
      address = await server.listen({ host: '127.0.0.1', port: 0 });
      stop = () => server.close();
    },
    stop: () => stop(),
    say: (place, text) => post(place, JSON.stringify({ chat: page(place), text })),
    send(place, thing, caption) {
      const form = new FormData();
      form.set('chat', page(place));
      form.set('text', caption);
      form.set('file', new Blob([contents[thing as 'poster']]), `${thing}.bin`);
      return post(place, form);
    },
    texts: (place) => told.get(place) ?? [],
    async close() {
      await stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

channelContract('the web chat', openWebChat, false);
channelContract("WhatsApp's Cloud API", openCloud);
channelContract('WhatsApp through Baileys', openBaileys);
