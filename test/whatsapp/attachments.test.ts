import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { proto } from '@whiskeysockets/baileys';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Contact } from '../support/wa-server/contact.ts';
import { MediaHost, type Uploaded } from '../support/wa-server/media-host.ts';
import { node } from '../support/wa-server/stanza.ts';
import { WaServer } from '../support/wa-server/wa-server.ts';
import { startChannel } from './start-channel.ts';

let folder: string;
let server: WaServer;
let media: MediaHost;
let channel: ReturnType<typeof startChannel>;
let siti: Contact;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'media-'));
  server = await WaServer.start();
  media = await MediaHost.start();
  channel = startChannel(server, folder, { mediaAgainTimeoutMs: 500 });
  await server.until(() => channel.states().includes('online'));
  siti = new Contact(server, '6281234500001');
});
afterAll(async () => {
  await channel.stop();
  await media.stop();
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(() => void channel.heard.splice(0));

async function send(message: proto.IMessage) {
  await siti.send(message);
  await server.until(() => channel.heard.length > 0);
  const { text, attachments = [], notices = [] } = channel.heard[0] ?? {};
  const told = attachments.map(({ bytes, ...rest }) => ({
    ...rest,
    bytes: Buffer.from(bytes).toString(),
  }));
  return { text, attachments: told, notices };
}

test('a picture arrives as bytes, with the words below it', async () => {
  const image = {
    ...media.upload(Buffer.from('poster')),
    mimetype: 'image/jpeg',
    caption: 'ini aman?',
  };
  expect(await send({ imageMessage: image })).toEqual({
    text: 'ini aman?',
    attachments: [{ kind: 'image', bytes: 'poster', mime: 'image/jpeg', name: null }],
    notices: [],
  });
});

test.each([
  ['documentMessage', 'document', 'WhatsApp Document Keys', { fileName: 'kontrak.pdf' }],
  ['audioMessage', 'voice', 'WhatsApp Audio Keys', {}],
  ['videoMessage', 'video', 'WhatsApp Video Keys', {}],
  ['stickerMessage', 'sticker', 'WhatsApp Image Keys', {}],
] as const)('%s arrives as %s', async (field, kind, keys, more) => {
  const { attachments } = await send({
    [field]: { ...media.upload(Buffer.from('isi'), { keys }), mimetype: 'a/b', ...more },
  });
  const name = 'fileName' in more ? more.fileName : null;
  expect(attachments).toEqual([{ kind, bytes: 'isi', mime: 'a/b', name }]);
});

test.each([
  [4, false],
  [5, true],
])('what went through %d hands is told to be forwarded often: %s', async (score, isOften) => {
  const contextInfo = { isForwarded: true, forwardingScore: score };
  await send({ extendedTextMessage: { text: 'Loker Kamboja', contextInfo } });
  expect(channel.heard[0]?.isForwardedOften).toBe(isOften);
  channel.heard.splice(0);
  await send({ imageMessage: { ...media.upload(Buffer.from('poster')), contextInfo } });
  expect(channel.heard[0]?.isForwardedOften).toBe(isOften);
});

test('somebody in danger does not wait for their picture to be fetched', async () => {
  const image = { ...media.upload(Buffer.from('x'), { status: 410 }), caption: 'tolong saya' };
  expect(await send({ imageMessage: image })).toEqual({
    text: 'tolong saya',
    attachments: [],
    notices: [],
  });
});

test('contact cards come as files of their own', async () => {
  const vcard = 'BEGIN:VCARD\nFN:Pak Agen\nTEL:+62 812\nEND:VCARD';
  const one = await send({ contactMessage: { displayName: 'Pak Agen', vcard } });
  expect(one.attachments).toEqual([
    { kind: 'contact', bytes: vcard, mime: 'text/vcard', name: 'Pak Agen' },
  ]);
  channel.heard.splice(0);
  const many = await send({
    contactsArrayMessage: { contacts: Array.from({ length: 9 }, () => ({ vcard })) },
  });
  expect(many.attachments.length).toBe(5);
});

test.each<[string, () => proto.IMessage, string]>([
  [
    'said to be 100 MB',
    () => ({ documentMessage: { ...media.upload(Buffer.from('x')), fileLength: 100_000_000 } }),
    'too-large',
  ],
  [
    'larger than it said',
    () => ({ imageMessage: { ...media.upload(Buffer.alloc(9_000_000)), fileLength: 10 } }),
    'too-large',
  ],
  [
    'with a wrong key',
    () => ({ imageMessage: { ...media.upload(Buffer.from('x')), mediaKey: Buffer.alloc(32) } }),
    'damaged',
  ],
  [
    'with another content than told',
    () => ({ imageMessage: { ...media.upload(Buffer.from('x')), fileSha256: Buffer.alloc(32) } }),
    'damaged',
  ],
  [
    'changed on the way',
    () => ({
      imageMessage: media.upload(Buffer.from('x'), {
        spoil: (f) => Buffer.from(f.map((b) => b ^ 1)),
      }),
    }),
    'damaged',
  ],
  ['with zero bytes', () => ({ imageMessage: media.upload(Buffer.alloc(0)) }), 'damaged'],
  [
    'cut short',
    () => ({ imageMessage: media.upload(Buffer.from('x'), { spoil: () => Buffer.alloc(3) }) }),
    'damaged',
  ],
])('a file %s', async (_, message, notice) => {
  expect(await send(message())).toEqual({ text: '', attachments: [], notices: [notice] });
});

describe('a file that is gone', () => {
  type Told = (id: string, image: Uploaded) => void;
  const again = (image: Uploaded, content: string) =>
    media.upload(Buffer.from(content), { mediaKey: image.mediaKey });
  const tell = (id: string, upload: Uploaded | null) =>
    server.send(media.uploadedAgain(id, siti.lid, upload));
  test.each<[string, Told, readonly string[], readonly string[]]>([
    ['is put up again by the phone', (id, image) => tell(id, again(image, 'x')), ['x'], []],
    ['comes again as another', (id, image) => tell(id, again(image, 'y')), [], ['damaged']],
    ['is not on the phone either', (id) => tell(id, null), [], ['gone']],
    ['is asked for once where the phone is silent', () => {}, [], ['gone']],
  ])('%s', async (_, answer, bytes, notices) => {
    const image = media.upload(Buffer.from('x'), { status: 410 });
    const before = server.stanzas.length;
    const asked = () =>
      server.stanzas.slice(before).filter((s) => s.attrs['type'] === 'server-error');
    const id = await siti.send({ imageMessage: image });
    await server.until(() => asked().length > 0);
    answer(id, image);
    await server.until(() => channel.heard.length > 0);
    const [heard] = channel.heard;
    expect(heard?.attachments?.map((a) => Buffer.from(a.bytes).toString())).toEqual(bytes);
    expect(heard?.notices).toEqual(notices);
    expect(asked().length).toBe(1);
  });
});

test.each<[string, proto.IMessage]>([
  ['a location', { locationMessage: { degreesLatitude: 11.556, degreesLongitude: 104.92851 } }],
  [
    'a live location',
    { liveLocationMessage: { degreesLatitude: 11.56, degreesLongitude: 104.929, caption: 'sini' } },
  ],
])('%s comes to a kilometre', async (_, message) => {
  const { attachments, notices } = await send(message);
  const [bytes, mime] = ['geo:11.56,104.93', 'text/plain'];
  expect(attachments).toEqual([{ kind: 'location', bytes, mime, name: null }]);
  expect(notices).toEqual([]);
});

test.each<[string, proto.IMessage, string]>([
  ['a poll', { pollCreationMessage: { name: 'pilih' } }, 'unknown'],
])('%s is declined kindly', async (_, message, notice) => {
  expect(await send(message)).toEqual({ text: '', attachments: [], notices: [notice] });
});

test('a picture to be seen once is not shown to linked devices; the person is told', async () => {
  const attrs = { from: siti.lid, sender_pn: siti.pn, id: 'ONCE', type: 'media', t: '1' };
  const t = String(Math.floor(Date.now() / 1000));
  server.deliver(node('message', { ...attrs, t }, [node('unavailable', { type: 'view_once' })]));
  await server.until(() => channel.heard.length > 0);
  expect(channel.heard[0]?.notices).toEqual(['view-once']);
});

test('an edit replaces what waits; what cannot be decrypted is asked for again', async () => {
  const id = await siti.say('gaji 5jt');
  await server.until(() => siti.texts.includes('re: gaji 5jt'));
  channel.heard.splice(0);
  await siti.send({
    protocolMessage: { key: { id }, type: 14, editedMessage: { conversation: 'gaji 15jt' } },
  });
  await server.until(() => siti.texts.includes('re: gaji 15jt'));
  const garbage = node(
    'enc',
    { v: '2', type: 'msg' },
    Buffer.from('33aabbccddeeff00112233', 'hex'),
  );
  const t = String(Math.floor(Date.now() / 1000));
  server.deliver(
    node('message', { from: siti.lid, sender_pn: siti.pn, id: 'BAD', type: 'text', t }, [garbage]),
  );
  await server.until(() =>
    server.stanzas.some((s) => s.tag === 'receipt' && s.attrs['type'] === 'retry'),
  );
  await siti.say('masih di sini');
  await server.until(() => siti.texts.includes('re: masih di sini'));
});
