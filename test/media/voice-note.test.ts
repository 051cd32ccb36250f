import { expect, test } from 'vitest';
import { createReadAttachment } from '#media/read-attachment.ts';
import { createWhisperServer } from '#media/voice-note.ts';

const voice = {
  kind: 'voice',
  bytes: new TextEncoder().encode('OggS – a voice note'),
  mime: 'audio/ogg',
  name: null,
} as const;
const pool = { read: () => Promise.reject(new Error('no file is taken apart for a voice note')) };

test('without a transcriber it is said that voice notes cannot be heard', async () => {
  const read = createReadAttachment({ pool, transcribe: null });
  expect(await read(voice)).toEqual({ ok: false, reason: 'voice' });
});

test('a transcriber of the operator gets the audio and its words are read as unsure', async () => {
  const asked: string[] = [];
  const server = createWhisperServer('http://127.0.0.1:8080', async (url, init) => {
    asked.push(String(url));
    const form = init?.body;
    const file = form instanceof FormData ? form.get('file') : null;
    if (!(file instanceof Blob)) throw new Error('no audio');
    expect(new Uint8Array(await file.arrayBuffer())).toEqual(voice.bytes);
    return Response.json({ text: ' Kerja di Kamboja gaji 15 juta \n' });
  });
  const read = createReadAttachment({ pool, transcribe: server });
  expect(await read(voice)).toMatchObject({
    ok: true,
    form: 'voice',
    text: 'Kerja di Kamboja gaji 15 juta',
    isUnsure: true,
  });
  expect(asked).toEqual(['http://127.0.0.1:8080/inference']);
});

test.each([
  ['is away', () => Promise.reject(new TypeError('fetch failed'))],
  ['fails', () => Promise.resolve(new Response('', { status: 500 }))],
  ['answers something else', () => Promise.resolve(Response.json({ words: [] }))],
])('when the transcriber %s the person is asked to type', async (_, request) => {
  const transcribe = createWhisperServer('http://127.0.0.1:8080', request);
  expect(await createReadAttachment({ pool, transcribe })(voice)).toEqual({
    ok: false,
    reason: 'voice',
  });
});
