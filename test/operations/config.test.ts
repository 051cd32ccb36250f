import { expect, test } from 'vitest';
import { readConfig } from '#operations/config.ts';

test('everything has a default', () => {
  expect(readConfig({})).toEqual({
    host: '127.0.0.1',
    port: 3000,
    dataDir: 'var',
    database: 'var/tanya-dulu.sqlite',
    role: 'all',
    logLevel: 'info',
    trustProxy: false,
    allowedOrigins: [],
    whatsapp: null,
    cloud: null,
    botLink: null,
    transcriberUrl: null,
    metrics: null,
    backup: null,
  });
});

test('settings are read', () => {
  const config = readConfig({
    PORT: '0',
    TRUST_PROXY: 'on',
    ALLOWED_ORIGINS: 'https://a.example, https://b.example',
  });
  expect(config).toMatchObject({
    port: 0,
    trustProxy: true,
    allowedOrigins: ['https://a.example', 'https://b.example'],
  });
});

test('the database is a file of DATA_DIR or a server', () => {
  const database = 'postgres://bot:secret@db.example:5432/tanya';
  expect(readConfig({ DATABASE_URL: database }).database).toBe(database);
  expect(readConfig({ DATABASE_URL: '', DATA_DIR: '/data' }).database).toBe(
    '/data/tanya-dulu.sqlite',
  );
});

test('processes share the work only on a database that they can share', () => {
  const shared = { DATABASE_URL: 'postgres://db.example/tanya' };
  expect(readConfig({ ...shared, ROLE: 'worker' }).role).toBe('worker');
  expect(() => readConfig({ ROLE: 'worker' })).toThrow(/^ROLE must be all, unless DATABASE_URL/);
  expect(() => readConfig({ ...shared, ROLE: 'gateway' })).toThrow(/^ROLE can only be gateway/);
});

test('WhatsApp is off until it is switched on', () => {
  expect(readConfig({ WHATSAPP: 'baileys' }).whatsapp).toEqual({
    url: 'wss://web.whatsapp.com/ws/chat',
    link: 'terminal',
    about: 'Info Kerja',
    isPaced: true,
    version: null,
  });
  const settings = {
    WHATSAPP: 'baileys',
    WHATSAPP_URL: 'ws://127.0.0.1:4000/ws/chat',
    WHATSAPP_LINK: 'code:6281110009999',
    WHATSAPP_PACING: 'off',
    WHATSAPP_ABOUT: '',
    WHATSAPP_VERSION: '2.3000.1043857760',
  };
  expect(readConfig(settings).whatsapp).toEqual({
    url: 'ws://127.0.0.1:4000/ws/chat',
    link: 'code:6281110009999',
    about: '',
    isPaced: false,
    version: [2, 3000, 1043857760],
  });
});

test('metrics are off until they get an address', () => {
  expect(readConfig({ METRICS: 'off' }).metrics).toBeNull();
  const address = { host: '127.0.0.1', port: 9464 };
  expect(readConfig({ METRICS: '127.0.0.1:9464' }).metrics).toEqual(address);
});

test('the address on posters may be left empty', () => {
  expect(readConfig({ BOT_LINK: '' }).botLink).toBeNull();
  expect(readConfig({ BOT_LINK: 'https://wa.me/62800' }).botLink).toBe('https://wa.me/62800');
});

test.each([
  ['ROLE', 'boss', /^ROLE must be one of all, gateway, worker, web/],
  ['DATABASE_URL', 'mysql://bot:geheim@db/tanya', /^DATABASE_URL must be an address such as/],
  ['DATABASE_URL', 'postgres://bot:geheim@db', /^DATABASE_URL must be an address such as/],
  ['DATABASE_URL', 'var/file.sqlite', /^DATABASE_URL must be an address such as/],
  ['BOT_LINK', 'javascript:alert(1)', /^BOT_LINK must be an address like/],
  ['BACKUP_DIR', 'backups', /^BACKUP_KEY must be set with BACKUP_DIR/],
  ['BACKUP_KEY', 'AGE-SECRET-KEY-1', /^BACKUP_KEY must be the line age1/],
  ['BACKUP_KEEP', '0', /^BACKUP_KEEP must be a number from 1/],
  ['METRICS', 'on', /^METRICS must be off or an address of its own/],
  ['METRICS', 'example.org:9464/metrics', /^METRICS must be off or an address of its own/],
  ['WHATSAPP', 'yes', /^WHATSAPP must be off, baileys or cloud/],
  ['WHATSAPP_URL', 'wss://proxy.example/ws/chat', /^WHATSAPP_URL must be left out/],
  ['WHATSAPP_URL', 'ws://127.0.0.1.evil.example/ws', /^WHATSAPP_URL must be left out/],
  ['WHATSAPP_LINK', 'code:abc', /^WHATSAPP_LINK must be terminal, text, or code/],
  ['WHATSAPP_ABOUT', 'x'.repeat(140), /^WHATSAPP_ABOUT must have at most 139/],
  ['WHATSAPP_PACING', 'fast', /^WHATSAPP_PACING must be on or off/],
  ['WHATSAPP_VERSION', 'latest', /^WHATSAPP_VERSION must be a version/],
  ['PORT', 'lots', /^PORT must be a number from 0 to 65535/],
  ['PORT', '70000', /^PORT must be a number/],
  ['HOST', '', /^HOST must be an address/],
  ['LOG_LEVEL', 'chatty', /^LOG_LEVEL must be one of info, error, silent/],
  ['TRUST_PROXY', 'maybe', /^TRUST_PROXY must be on or off/],
  ['TRANSCRIBER_URL', 'whisper', /^TRANSCRIBER_URL must be an address such as/],
  ['ALLOWED_ORIGINS', 'example.org/path', /^ALLOWED_ORIGINS must be origins/],
])(
  'a wrong %s is told in one line that says what is allowed, not its value',
  (name, value, message) => {
    try {
      readConfig({ [name]: value });
      expect.unreachable();
    } catch (error) {
      const { message: said } = error as Error;
      expect(said).toMatch(message);
      expect(said).not.toContain('\n');
      if (value.length > 3) expect(said).not.toContain(value);
    }
  },
);

const cloud = {
  WHATSAPP: 'cloud',
  WHATSAPP_CLOUD_TOKEN: 'EAAG-token-of-a-system-user',
  WHATSAPP_CLOUD_APP_SECRET: 'a1'.repeat(16),
  WHATSAPP_CLOUD_VERIFY_TOKEN: 'a-word-of-our-own',
  WHATSAPP_CLOUD_NUMBER_ID: '106540352242922, 206540352242922',
};

test('the Cloud API needs its settings and nothing of Baileys', () => {
  const { whatsapp, cloud: settings } = readConfig(cloud);
  expect(whatsapp).toBeNull();
  expect(settings).toEqual({
    url: 'https://graph.facebook.com/v26.0',
    token: cloud.WHATSAPP_CLOUD_TOKEN,
    appSecret: cloud.WHATSAPP_CLOUD_APP_SECRET,
    verifyToken: cloud.WHATSAPP_CLOUD_VERIFY_TOKEN,
    numberIds: ['106540352242922', '206540352242922'],
    isPaced: true,
  });
  const loopback = { ...cloud, WHATSAPP_CLOUD_URL: 'http://127.0.0.1:4000/v26.0' };
  expect(readConfig(loopback).cloud?.url).toBe('http://127.0.0.1:4000/v26.0');
});

test.each([
  ['WHATSAPP_CLOUD_TOKEN', undefined, /^WHATSAPP_CLOUD_TOKEN must be set where/],
  ['WHATSAPP_CLOUD_TOKEN', 'secret with a space in it', /^WHATSAPP_CLOUD_TOKEN must be the acc/],
  ['WHATSAPP_CLOUD_APP_SECRET', undefined, /^WHATSAPP_CLOUD_APP_SECRET must be set/],
  ['WHATSAPP_CLOUD_APP_SECRET', 'A1secretsecret', /^WHATSAPP_CLOUD_APP_SECRET must be the app/],
  ['WHATSAPP_CLOUD_VERIFY_TOKEN', undefined, /^WHATSAPP_CLOUD_VERIFY_TOKEN must be set/],
  ['WHATSAPP_CLOUD_VERIFY_TOKEN', 'short', /^WHATSAPP_CLOUD_VERIFY_TOKEN must be a word/],
  ['WHATSAPP_CLOUD_NUMBER_ID', undefined, /^WHATSAPP_CLOUD_NUMBER_ID must be set/],
  ['WHATSAPP_CLOUD_NUMBER_ID', '+62811secret', /^WHATSAPP_CLOUD_NUMBER_ID must be the id/],
  ['WHATSAPP_CLOUD_URL', 'https://graph.facebook.com.evil.example/v26.0', /^WHATSAPP_CLOUD_URL/],
  ['WHATSAPP_CLOUD_URL', 'http://graph.facebook.com/v26.0', /^WHATSAPP_CLOUD_URL must be https/],
  ['WHATSAPP_CLOUD_URL', 'http://127.0.0.1.evil.example:80/v26.0', /^WHATSAPP_CLOUD_URL must/],
])(
  'a wrong %s of the Cloud API (%s) is told in one line, without its value',
  (name, value, message) => {
    expect(() => readConfig({ ...cloud, [name]: value })).toThrow(message);
    try {
      readConfig({ ...cloud, [name]: value });
    } catch (error) {
      const { message: said } = error as Error;
      expect(said).not.toContain('\n');
      if (value) expect(said).not.toContain(value);
    }
  },
);
