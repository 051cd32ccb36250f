import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Contact } from '../support/wa-server/contact.ts';
import { MediaHost } from '../support/wa-server/media-host.ts';
import { WaServer } from '../support/wa-server/wa-server.ts';
import { startChannel } from './start-channel.ts';

const timeoutMs = 30_000;
let folder: string;
let server: WaServer;
let media: MediaHost;
let channel: ReturnType<typeof startChannel>;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'case-'));
  server = await WaServer.start();
  media = await MediaHost.start();
  channel = startChannel(server, folder, { isPaced: true });
  await server.until(() => channel.states().includes('online'));
}, timeoutMs);
afterAll(async () => {
  await channel.stop();
  await media.stop();
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

test(
  'a picture with its words, a card, a location and what is written after them are one case',
  async () => {
    const siti = new Contact(server, '6281234500001');
    const caption = 'dapat dari grup';
    await siti.send({
      imageMessage: { ...media.upload(Buffer.from('poster')), mimetype: 'image/jpeg', caption },
    });
    const vcard = 'BEGIN:VCARD\nFN:Pak Agen\nEND:VCARD';
    await siti.send({ contactMessage: { displayName: 'Pak Agen', vcard } });
    await siti.send({ locationMessage: { degreesLatitude: 11.56, degreesLongitude: 104.93 } });
    await siti.say('ini beneran gak ya?');
    await server.until(() => channel.heard.length > 0, timeoutMs);
    const [heard] = channel.heard;
    expect(heard?.text).toBe('dapat dari grup\n\nini beneran gak ya?');
    const files = (heard?.attachments ?? []).map((a) => [a.kind, Buffer.from(a.bytes).toString()]);
    expect(files).toEqual([
      ['image', 'poster'],
      ['contact', vcard],
      ['location', 'geo:11.56,104.93'],
    ]);
    await server.until(() => siti.texts.length > 0, timeoutMs);
    expect(channel.heard.length).toBe(1);
  },
  timeoutMs,
);
