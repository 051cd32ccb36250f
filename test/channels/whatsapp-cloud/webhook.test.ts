import { expect, test } from 'vitest';
import { CloudPhone, ourNumberId } from '../../support/graph-server/cloud-phone.ts';
import {
  messageCall,
  signatureOf,
  verifyToken,
  wrapped,
} from '../../support/graph-server/graph-server.ts';
import { withGraph } from './start-cloud.ts';

const world = withGraph();
const siti = () => new CloudPhone(world.graph, { number: '6281234500001', userId: 'ID.10001' });
const rowsOf = async (table: 'mail_in' | 'mail_out' | 'mail_chat') =>
  world.db.selectFrom(table).selectAll().execute();

test('Meta is greeted back only with our word', async () => {
  const { server } = await world.start();
  const ask = (query: Record<string, string>) =>
    server.inject({ method: 'GET', url: '/whatsapp/webhook', query });
  const right = {
    'hub.mode': 'subscribe',
    'hub.verify_token': verifyToken,
    'hub.challenge': '1158201444',
  };
  const greeted = await ask(right);
  expect([greeted.statusCode, greeted.body]).toEqual([200, '1158201444']);
  expect(greeted.headers['content-type']).toMatch(/^text\/plain/);
  for (const wrong of [
    { ...right, 'hub.verify_token': `${verifyToken}x` },
    { ...right, 'hub.verify_token': '' },
    { ...right, 'hub.mode': 'unsubscribe' },
    { ...right, 'hub.challenge': '<script>alert(1)</script>' },
    {},
  ])
    expect((await ask(wrong)).statusCode).toBe(403);
});

test('only bytes that Meta signed are read, whatever letters they hold', async () => {
  const { server, heard } = await world.start();
  const text = 'loker 🇰🇭 gaji 15jt ✅ Kamboja \\ "kutip"';
  const plain = JSON.stringify(siti().call(siti().message({ type: 'text', text: { body: text } })));
  // Meta escapes what is beyond ASCII, and slashes: the signature is over that.
  const escaped = plain.replace(
    /[^ -~]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  const post = (payload: string | Buffer, signature?: string, type = 'application/json') =>
    server.inject({
      method: 'POST',
      url: '/whatsapp/webhook',
      payload,
      headers: {
        'content-type': type,
        ...(signature !== undefined && { 'x-hub-signature-256': signature }),
      },
    });
  const signed = signatureOf(Buffer.from(escaped));
  const refused = [
    await post(escaped),
    await post(escaped, ''),
    await post(escaped, 'sha256='),
    await post(escaped, signed.slice(0, -2)),
    await post(escaped, `${signed}00`),
    await post(escaped, signed.replace('sha256=', 'sha1=')),
    await post(escaped, signatureOf(Buffer.from(escaped), 'b2'.repeat(16))),
    // The same JSON in other letters is not what was signed.
    await post(plain, signed),
    await post(`${escaped} `, signed),
    await post('not json', signed),
    await post('', signed),
  ];
  expect(refused.map((r) => r.statusCode)).toEqual(refused.map(() => 401));
  expect(heard).toEqual([]);
  expect(await rowsOf('mail_in')).toEqual([]);
  expect((await post(escaped, signed)).statusCode).toBe(200);
  await world.graph.until(() => heard.length === 1);
  expect(heard[0]?.text).toBe(text);
});

test('what is signed and yet no call of WhatsApp is refused, what is too large as well', async () => {
  const { server } = await world.start();
  const post = (raw: string) =>
    server.inject({
      method: 'POST',
      url: '/whatsapp/webhook',
      payload: raw,
      headers: {
        'content-type': 'application/json',
        'x-hub-signature-256': signatureOf(Buffer.from(raw)),
      },
    });
  for (const raw of ['{', 'null', '[]', '{"object":"page","entry":[]}', '{"__proto__":{"a":1}}'])
    expect([raw, (await post(raw)).statusCode]).toEqual([raw, 400]);
  expect((await post(' '.repeat(1_048_577))).statusCode).toBe(413);
});

test('all messages of a batch are read; a strange one, or a strange number, keeps no other back', async () => {
  const { heard, events } = await world.start();
  const [a, b] = [siti(), new CloudPhone(world.graph, { number: '6281234500002' })];
  const partOf = (call: object) =>
    (call as { entry: { changes: { value: object }[] }[] }).entry[0]!.changes[0]!.value;
  const text = (body: string) => ({ type: 'text', text: { body } });
  const call = wrapped([
    partOf(a.call(a.message(text('satu')), { type: 'text', id: 7 }, a.message(text('dua')))),
    { messaging_product: 'whatsapp', metadata: {} },
    partOf(messageCall('999999999', [b.message(text('salah alamat'))])),
    partOf(b.call(b.message(text('tiga')))),
  ]);
  expect(await world.graph.post(call)).toBe(200);
  await world.graph.until(() => heard.length === 3);
  expect(heard.map((h) => h.text).sort()).toEqual(['dua', 'satu', 'tiga']);
  const told = { event: 'failed', stage: 'whatsapp', error: 'StrangeCallError' };
  expect(events.filter((e) => e.event === 'failed')).toEqual([told]);
});

test('200 is told only when it is on disk; else Meta brings it again and it is answered once', async () => {
  const { heard, events } = await world.start();
  const phone = siti();
  const { sql } = await import('kysely');
  await sql`pragma max_page_count = 1`.execute(world.db);
  const call = phone.call(phone.message({ type: 'text', text: { body: 'x'.repeat(9_000) } }));
  expect(await world.graph.post(call)).toBe(503);
  expect(events).toContainEqual({
    event: 'failed',
    stage: 'whatsapp',
    error: 'SqliteError SQLITE_FULL',
  });
  await sql`pragma max_page_count = 1000000`.execute(world.db);
  expect(await world.graph.post(call)).toBe(200);
  expect(await world.graph.post(call)).toBe(200);
  await world.graph.until(() => phone.texts.length === 1);
  await new Promise((resolve) => setTimeout(resolve, 150));
  expect(heard.length).toBe(1);
  expect(phone.texts.length).toBe(1);
});

test('number and business-scoped id are one chat; without the number the answer goes to the id', async () => {
  const { heard } = await world.start();
  const both = siti();
  const hidden = new CloudPhone(world.graph, { userId: 'ID.10001' });
  await both.say('dengan nomor');
  await world.graph.until(() => both.got.length === 1);
  await hidden.say('tanpa nomor');
  await world.graph.until(() => both.got.length === 2);
  expect(heard[0]?.chat).toBe(heard[1]?.chat);
  const [first, second] = world.graph.sent;
  expect(first?.body).toMatchObject({ to: '6281234500001', recipient_type: 'individual' });
  expect(first?.body).not.toHaveProperty('recipient');
  expect(second?.body).toMatchObject({ recipient: 'ID.10001' });
  expect(second?.body).not.toHaveProperty('to');
});

test('the id told beside a message counts as if it were told in it; numbers alone stay apart', async () => {
  const { heard } = await world.start({ numberIds: [ourNumberId, '200000001'] });
  const text = (body: string) => ({ type: 'text', text: { body } });
  const old = new CloudPhone(world.graph, { number: '6281234500001' });
  const contact = [{ wa_id: '6281234500001', user_id: 'ID.10001' }];
  await world.graph.deliver(messageCall(ourNumberId, [old.message(text('satu'))], contact));
  await new CloudPhone(world.graph, { userId: 'ID.10001' }).say('dua');
  await old.say('tiga');
  await new CloudPhone(world.graph, { userId: 'ID.10001', numberId: '200000001' }).say('empat');
  await world.graph.until(() => heard.length === 4);
  const chat = (text: string) => heard.find((h) => h.text === text)?.chat;
  expect(chat('dua')).toBe(chat('satu'));
  expect(chat('tiga')).not.toBe(chat('satu'));
  expect(chat('empat')).toBe(chat('satu'));
  await world.graph.until(() => world.graph.sent.length === 4);
  const answered = world.graph.sent.find((m) => m.body.text?.body === 're: empat');
  expect(answered?.numberId).toBe('200000001');
});

test('no number, name or text lies readable in the database', async () => {
  await world.start({ answers: false });
  await siti().say('kalimat rahasia Canary');
  const rows = JSON.stringify(await rowsOf('mail_in'), (_, v) =>
    v?.type === 'Buffer' ? Buffer.from(v.data).toString('latin1') : v,
  );
  for (const secret of ['rahasia', 'Canary', '6281234500001', 'ID.10001', 'wamid'])
    expect(rows).not.toContain(secret);
  expect((await rowsOf('mail_in')).length).toBe(1);
});

test('groups, reactions and system notes are not answered, what we cannot read is told', async () => {
  const { heard } = await world.start();
  const phone = siti();
  await phone.send({ type: 'text', text: { body: 'di grup' }, group_id: 'g1' });
  await phone.send({ type: 'reaction', reaction: { message_id: 'wamid.1', emoji: '👍' } });
  await phone.send({ type: 'system', system: { body: 'changed number', type: 'x' } });
  await phone.send({ type: 'order', order: { catalog_id: '1' } });
  await phone.send({ type: 'unsupported', errors: [{ code: 131051, title: 'unsupported' }] });
  await world.graph.until(() => heard.length === 2);
  expect(heard.map((h) => h.notices)).toEqual([['unknown'], ['unknown']]);
});

test('a deleted message is not answered, nor one whose deletion came first; an edit is as it is now', async () => {
  const { heard } = await world.start({ answers: false });
  const phone = siti();
  const revoke = (id: string) => ({ type: 'revoke', revoke: { original_message_id: id } });
  await phone.say('salah kirim', { id: 'wamid.A' });
  await phone.send(revoke('wamid.A'));
  await phone.send(revoke('wamid.B'));
  await phone.say('salah lagi', { id: 'wamid.B' });
  await phone.say('lama', { id: 'wamid.C' });
  const message = { type: 'text', text: { body: 'baru' } };
  await phone.send({ type: 'edit', edit: { original_message_id: 'wamid.C', message } });
  const { heard: answered } = await world.start();
  await world.graph.until(() => answered.length === 1);
  expect(answered.map((h) => h.text)).toEqual(['baru']);
  expect(heard).toEqual([]);
});
