import Fastify, { type FastifyInstance, type LightMyRequestResponse } from 'fastify';
import type { Role } from '#dashboard/accounts.ts';
import type { DashboardOptions } from '#dashboard/options.ts';
import { linkFor } from '#dashboard/pages/accounts.ts';
import { dashboard } from '#dashboard/routes.ts';
import { createAccountsStore } from '#storage/accounts-store.ts';
import { createHotlineChecks } from '#storage/hotline-checks.ts';
import { openDatabase } from '#storage/open-database.ts';
import { openHotlineBook } from '../../src/hotline-book.ts';
import { dashboardOptions } from '../../src/wire-dashboard.ts';
import { bot } from './bot.ts';
import { sha256 } from './statistics.ts';

export const password = 'lima kata biasa saja';
const form = { 'content-type': 'application/x-www-form-urlencoded', host: 'dasbor.example' };

/** The dashboard on a database in memory, with a clock that tests set; passwords are not slow here. */
export async function openDashboard(
  changes: Partial<DashboardOptions> = {},
  server: FastifyInstance = Fastify(),
) {
  const db = await openDatabase(':memory:');
  const accounts = createAccountsStore(db, sha256);
  const clock = { now: new Date('2026-11-24T03:00:00Z') };
  const errors: unknown[] = [];
  const routes: { method: string; url: string; role: Role | 'anyone' | undefined }[] = [];
  const now = () => clock.now;
  const hotlines = await openHotlineBook(bot.reference.hotlines, createHotlineChecks(db));
  const options: DashboardOptions = {
    ...dashboardOptions(
      { ...bot, dataDir: 'data' },
      {
        accounts,
        hotlines,
        releases: async () => [],
        botLink: null,
        whatsapp: null,
        isExample: false,
        programState: () => ({
          checkedAt: null,
          broken: [],
          isBlind: false,
          hasBackup: false,
          backedUpAt: null,
        }),
        now,
        onError: (error) => void errors.push(error),
      },
    ),
    passwords: {
      hashPassword: async (text) => sha256(text),
      isPassword: async (text, stored) => sha256(text) === stored,
    },
    triesPerNetwork: 1_000,
    ...changes,
  };
  server.addHook('onRoute', ({ method, url, config }) => {
    for (const one of [method].flat()) {
      if (one !== 'HEAD') routes.push({ method: one, url, role: config?.role });
    }
  });
  await server.register(dashboard, options);
  await server.ready();

  const get = (url: string, cookie = '') => server.inject({ url, headers: { ...form, cookie } });
  const post = (url: string, fields: Readonly<Record<string, string>>, cookie = '', headers = {}) =>
    server.inject({
      method: 'POST',
      url,
      headers: { ...form, cookie, ...headers },
      payload: new URLSearchParams(fields).toString(),
    });
  return {
    db,
    accounts,
    clock,
    errors,
    routes,
    server,
    options,
    get,
    post,
    /** Makes an account and signs it in; returns the cookie and what its forms carry. */
    async signedIn(name: string, role: Role) {
      const account = (await accounts.add(name, role)) ?? (await accounts.byName(name))!;
      const link = await linkFor(options, account);
      const cookie = cookieOf(await post(link, { password }));
      const csrf = csrfIn((await get('/dasbor/akun', cookie)).body);
      return { cookie, csrf };
    },
  };
}

export function cookieOf(response: LightMyRequestResponse): string {
  const found = response.cookies.find(({ name }) => name === '__Host-dasbor');
  return found ? `${found.name}=${found.value}` : '';
}
export const csrfIn = (page: string): string => /name="csrf" value="([^"]*)"/.exec(page)?.[1] ?? '';
