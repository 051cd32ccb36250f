import { expect, test } from 'vitest';
import type { Answer } from '#domain/message.ts';
import { CloudPhone } from '../../support/graph-server/cloud-phone.ts';
import type { Fault } from '../../support/graph-server/graph-server.ts';
import { withGraph } from './start-cloud.ts';

const world = withGraph();
const siti = () => new CloudPhone(world.graph, { number: '6281234500001', userId: 'ID.10001' });
const asking =
  (count: number, label = 'ya') =>
  async (): Promise<Answer> => ({
    replies: [
      { text: 'Jawaban.' },
      {
        text: 'Pakai visa apa?',
        choices: Array.from({ length: count }, (_, i) => ({
          id: String(i + 1),
          label: `${label} ${i + 1}`,
        })),
      },
    ],
  });

test.each([
  ['three short choices are buttons', 3, 'visa kerja', 'button'],
  ['four are a list', 4, 'visa kerja', 'list'],
  ['long ones are a list', 2, 'Kamboja, Myanmar, atau Laos', 'list'],
  ['eleven are only text', 11, 'visa', undefined],
])('%s', async (_, count, label, type) => {
  await world.start({ answer: asking(count, label) });
  const phone = siti();
  await phone.say('lowongan');
  await world.graph.until(() => phone.got.length === 2);
  const [first, second] = phone.got.map((m) => m.body);
  expect(first).toMatchObject({ type: 'text', text: { body: 'Jawaban.', preview_url: false } });
  expect(second?.interactive?.type).toBe(type);
  if (type === undefined) {
    expect(second?.text?.body).toBe('Pakai visa apa?');
    return;
  }
  const { body, action } = second!.interactive;
  expect(body.text).toBe('Pakai visa apa?');
  const titles: string[] =
    type === 'button'
      ? action.buttons.map((b: { reply: { title: string } }) => b.reply.title)
      : action.sections[0].rows.map((r: { title: string }) => r.title);
  expect(titles.length).toBe(count);
  expect(new Set(titles).size).toBe(count);
  for (const title of titles) expect(title.length).toBeLessThanOrEqual(type === 'list' ? 24 : 20);
  if (type === 'list') expect(action.button.length).toBeLessThanOrEqual(20);
  if (label.length > 20)
    expect(action.sections[0].rows[0]).toEqual({ id: '1', title: '1', description: `${label} 1` });
});

test('a tapped button comes as the number that may be typed', async () => {
  const { heard } = await world.start();
  const phone = siti();
  await phone.tap('2', 'tidak tahu');
  const list_reply = { id: '3', title: 'turis', description: 'turis atau ziarah' };
  await phone.send({ type: 'interactive', interactive: { type: 'list_reply', list_reply } });
  await world.graph.until(() => heard.length === 2);
  expect(heard.map((h) => h.text)).toEqual(['2', '3']);
});

test('what can be tapped is refused: the words go out alone', async () => {
  await world.start({ answer: asking(2) });
  const phone = siti();
  world.graph.onSent = () => {
    if (world.graph.sent.length === 1) world.graph.faults.push({ status: 400, code: 131_009 });
  };
  await phone.say('lowongan');
  await world.graph.until(() => phone.got.length === 2);
  expect(phone.texts).toEqual(['Jawaban.', 'Pakai visa apa?']);
  expect(phone.got[1]?.body.type).toBe('text');
});

test.each<[string, Fault]>([
  ['429', { status: 429 }],
  ['the number sends too fast', { status: 400, code: 130_429 }],
  ['one person gets too much', { status: 400, code: 131_056 }],
  ['Meta is down', { status: 503 }],
  ['Meta fails', { status: 500, code: 131_000 }],
  ['a cut cable', 'cut'],
])('%s: sent again a little later, once', async (_, fault) => {
  const { events } = await world.start();
  const phone = siti();
  world.graph.faults.push(fault);
  await phone.say('halo');
  await world.graph.until(() => phone.texts.length === 1);
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(phone.texts).toEqual(['re: halo']);
  expect(events).toEqual([]);
});

test('a cable cut after Meta took the answer: its status tells, and nothing is sent twice', async () => {
  const { dropped } = await world.start();
  const phone = siti();
  world.graph.faults.push('taken-then-cut');
  await phone.say('halo');
  await phone.say('dan lagi');
  await world.graph.until(() => phone.texts.length === 2, 8_000);
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(phone.texts).toEqual(['re: halo', 're: dan lagi']);
  expect(dropped()).toEqual([]);
});

test.each([131_047, 131_026, 131_051])('error %d: never again', async (code) => {
  const { dropped } = await world.start();
  const phone = siti();
  world.graph.faults.push({ status: 400, code });
  await phone.say('halo');
  await world.graph.until(() => dropped().length === 1);
  expect(dropped()).toEqual(['refused']);
  expect(await world.db.selectFrom('mail_out').selectAll().execute()).toEqual([]);
  await phone.say('lagi');
  await world.graph.until(() => phone.texts.length === 1);
  expect(phone.texts).toEqual(['re: lagi']);
});

test('a token that ran out is told to the operator once, and the answer waits until it is mended', async () => {
  const { events } = await world.start();
  const phone = siti();
  const other = new CloudPhone(world.graph, { number: '6281234500002' });
  world.graph.faults.push({ status: 401, code: 190 }, { status: 401, code: 190 });
  await Promise.all([phone.say('halo'), other.say('halo')]);
  await world.graph.until(() => phone.texts.length === 1 && other.texts.length === 1);
  await world.graph.until(() => events.length === 2);
  expect(events).toEqual([
    { event: 'whatsapp', state: 'restricted', why: '190' },
    { event: 'whatsapp', state: 'online' },
  ]);
});

test('outside of 24 hours nothing is sent, in danger nothing after ten minutes', async () => {
  let ahead = 0;
  const { dropped } = await world.start({ now: () => Date.now() + ahead });
  const [a, b] = [siti(), new CloudPhone(world.graph, { number: '6281234500002' })];
  world.graph.faults.push({ status: 503 }, { status: 503 });
  await a.say('lowongan');
  await b.say('tolong saya dikurung');
  await world.graph.until(() => world.graph.faults.length === 0);
  ahead = 11 * 60_000;
  await world.graph.until(() => a.texts.length === 1);
  await world.graph.until(() => dropped().length === 1);
  expect([a.texts, b.texts, dropped()]).toEqual([['re: lowongan'], [], ['too-old']]);
  await a.say('lama', { sentAtMs: Date.now() + ahead - 25 * 3_600_000 });
  await world.graph.until(() => dropped().length === 2);
  expect(a.texts.length).toBe(1);
});

test('a file is fetched in two steps; what is too large, gone or changed is told', async () => {
  const { heard } = await world.start();
  const phone = siti();
  const bytes = Buffer.from('ini poster');
  const good = world.graph.keep(bytes, 'image/jpeg');
  const large = world.graph.keep(bytes, 'image/jpeg', { size: 8_000_001 });
  const lying = world.graph.keep(Buffer.alloc(8_000_001), 'image/jpeg', { size: 5 });
  const foreign = world.graph.keep(bytes, 'image/jpeg', { url: 'https://evil.example/x' });
  const images = [
    { ...good, caption: 'benarkah ini?' },
    { ...large },
    { ...lying },
    { ...foreign },
    { ...good, sha256: Buffer.alloc(32).toString('base64') },
    { ...good, id: '5' },
  ];
  for (const image of images) await phone.send({ type: 'image', image });
  await world.graph.until(() => heard.length === images.length);
  const [first, ...others] = heard;
  expect(first?.text).toBe('benarkah ini?');
  expect(first?.attachments).toEqual([{ kind: 'image', bytes, mime: 'image/jpeg', name: null }]);
  expect(others.map((h) => h.notices)).toEqual([
    ['too-large'],
    ['too-large'],
    ['damaged'],
    ['damaged'],
    ['gone'],
  ]);
  expect(others.flatMap((h) => h.attachments)).toEqual([]);
  expect(world.graph.strangers).toBe(0);
});

test('voice, document, card, location and a mark of many hands come through', async () => {
  const { heard } = await world.start();
  const phone = siti();
  const voice = world.graph.keep(Buffer.from('OggS'), 'audio/ogg; codecs=opus');
  const pdf = world.graph.keep(Buffer.from('%PDF-1.7'), 'application/pdf');
  await phone.send({ type: 'audio', audio: { ...voice, voice: true } });
  await phone.send({ type: 'document', document: { ...pdf, filename: 'kontrak.pdf' } });
  const name = { formatted_name: 'Agen; Budi, Jaya', first_name: 'Budi' };
  const phones = [{ phone: '+62 812-3450-0009', wa_id: '6281234500009', type: 'CELL' }];
  await phone.send({ type: 'contacts', contacts: [{ name, phones, org: { company: 'PT Maju' } }] });
  await phone.send({ type: 'location', location: { latitude: 11.556374, longitude: 104.92821 } });
  const context = { forwarded: true, frequently_forwarded: true };
  await phone.send({ type: 'text', text: { body: 'teruskan' }, context });
  await world.graph.until(() => heard.length === 5);
  const files = heard.flatMap((h) => h.attachments ?? []);
  expect(files.map((f) => [f.kind, f.mime, f.name])).toEqual([
    ['voice', 'audio/ogg; codecs=opus', null],
    ['document', 'application/pdf', 'kontrak.pdf'],
    ['contact', 'text/vcard', null],
    ['location', 'text/plain', null],
  ]);
  expect(
    Buffer.from(files[2]?.bytes ?? [])
      .toString()
      .split('\r\n'),
  ).toEqual([
    'BEGIN:VCARD',
    'VERSION:3.0',
    'FN:Agen\\; Budi\\, Jaya',
    'ORG:PT Maju',
    'TEL:+62 812-3450-0009',
    'END:VCARD',
  ]);
  expect(Buffer.from(files[3]?.bytes ?? []).toString()).toBe('geo:11.56,104.93');
  expect(heard.map((h) => h.isForwardedOften)).toEqual([false, false, false, false, true]);
});

test('messages are marked as read; that somebody writes is shown while a file is read', async () => {
  await world.start();
  const phone = siti();
  await phone.say('halo', { id: 'wamid.text' });
  const image = world.graph.keep(Buffer.from('x'), 'image/jpeg');
  await phone.send({ type: 'image', image }, { id: 'wamid.image' });
  await world.graph.until(() => world.graph.receipts.length === 2);
  expect(world.graph.receipts).toEqual([
    { messageId: 'wamid.text', isTyping: false },
    { messageId: 'wamid.image', isTyping: true },
  ]);
});

test('who is in danger does not wait for a file', async () => {
  const { heard } = await world.start();
  world.graph.delayMs = 200;
  const image = world.graph.keep(Buffer.from('x'), 'image/jpeg');
  const phone = siti();
  await phone.send({ type: 'image', image: { ...image, caption: 'tolong saya dikurung' } });
  await world.graph.until(() => phone.texts.length === 1);
  expect(heard[0]?.attachments).toEqual([]);
});
