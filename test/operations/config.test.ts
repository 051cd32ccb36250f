import { expect, test } from 'vitest';
import { readConfig } from '#operations/config.ts';

test('everything has a default', () => {
  expect(readConfig({})).toEqual({
    host: '127.0.0.1',
    port: 3000,
    dataDir: 'var',
    logLevel: 'info',
    trustProxy: false,
    allowedOrigins: [],
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

test.each([
  ['PORT', 'lots', /^PORT must be a number from 0 to 65535/],
  ['PORT', '70000', /^PORT must be a number/],
  ['HOST', '', /^HOST must be an address/],
  ['LOG_LEVEL', 'chatty', /^LOG_LEVEL must be one of info, error, silent/],
  ['TRUST_PROXY', 'maybe', /^TRUST_PROXY must be on or off/],
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
