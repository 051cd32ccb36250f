import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import cookie from '@fastify/cookie';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isFresh, mayDo, type Role, type SignIn } from './accounts.ts';
import type { AccountsStore } from './accounts-store.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Who may call the route; `anyone` also without signing in. A route without it is refused. */
    readonly role?: Role | 'anyone';
  }
  interface FastifyRequest {
    signIn: SignIn | null;
    /** Goes into every form; a form without it was made by another page. */
    csrf: string;
  }
}

const cookieName = '__Host-dasbor';
const idBytes = 32;
const idShape = /^[\w-]{43}$/;
export const signInPath = '/dasbor/masuk';

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');
export const newToken = (): string => randomBytes(idBytes).toString('base64url');
export const tokenHash = hashOf;

/** A request that may not be; the page says why, in words for people. */
export class Refused extends Error {
  override name = 'Refused';
  readonly statusCode = 403;
  readonly why: 'not-allowed' | 'form';
  constructor(why: 'not-allowed' | 'form') {
    super(why);
    this.why = why;
  }
}

/** An address of nothing; shown as a page like every other fault. */
export class NotFound extends Error {
  override name = 'NotFound';
  readonly statusCode = 404;
}

export type GuardOptions = { readonly accounts: AccountsStore; readonly now: () => Date };

/** Every route of the dashboard passes here: who is signed in, what may they, who made the form. */
export async function guard(server: FastifyInstance, options: GuardOptions): Promise<void> {
  await server.register(cookie);
  server.decorateRequest('signIn', null);
  server.decorateRequest('csrf', '');
  server.addHook('onRequest', async (request, reply) => {
    void reply.header('cache-control', 'no-store');
    // With "no-referrer" browsers send `Origin: null` with our own forms, too.
    void reply.header('referrer-policy', 'same-origin');
    await recognise(request, options);
    const { role } = request.routeOptions.config;
    if (role === 'anyone') return;
    // Null also for a route that forgot to say who may call it: refused.
    if (request.signIn === null) return reply.redirect(signInPath, 303);
    if (role === undefined || !mayDo(request.signIn.account.role, role)) {
      throw new Refused('not-allowed');
    }
  });
  server.addHook('preHandler', async (request) => {
    if (request.method === 'GET' || request.method === 'HEAD') return;
    if (!isOwnOrigin(request) || !hasCsrf(request)) {
      throw new Refused('form');
    }
  });
}

async function recognise(request: FastifyRequest, { accounts, now }: GuardOptions): Promise<void> {
  const id = request.cookies[cookieName];
  if (!id || !idShape.test(id)) return;
  const at = now().getTime();
  const signIn = await accounts.signIn(hashOf(id));
  if (!signIn) return;
  if (!isFresh(signIn, at)) return accounts.endSignIn(hashOf(id));
  request.signIn = signIn;
  request.csrf = hashOf(`form ${id}`);
  await accounts.touch(hashOf(id), at);
}

/** Browsers send the origin with every form; a form of another page has another one. */
function isOwnOrigin(request: FastifyRequest): boolean {
  const { origin } = request.headers;
  if (origin === undefined) return true;
  return URL.canParse(origin) && new URL(origin).host === request.headers.host;
}

/** Before signing in there is nothing a foreign form could misuse but the sign-in itself. */
function hasCsrf({ signIn, csrf, body }: FastifyRequest): boolean {
  if (signIn === null) return true;
  const given = Buffer.from(String((body as Record<string, unknown> | null)?.['csrf'] ?? ''));
  const expected = Buffer.from(csrf);
  return given.length === expected.length && timingSafeEqual(given, expected);
}

/** A new id on every sign-in, so that one that was planted before is worthless. */
export async function startSignIn(
  reply: FastifyReply,
  accounts: AccountsStore,
  account: number,
  now: Date,
): Promise<void> {
  const id = newToken();
  await accounts.startSignIn(hashOf(id), account, now.getTime());
  void reply.setCookie(cookieName, id, {
    path: '/',
    secure: true,
    httpOnly: true,
    sameSite: 'strict',
  });
}

export async function endSignIn(
  request: FastifyRequest,
  reply: FastifyReply,
  accounts: AccountsStore,
): Promise<void> {
  const id = request.cookies[cookieName];
  if (id) await accounts.endSignIn(hashOf(id));
  void reply.clearCookie(cookieName, { path: '/', secure: true });
}

/** The network of an address: /24 of IPv4, /48 of IPv6. */
export function networkOf(address: string): string {
  const v4 = /(\d+\.\d+\.\d+)\.\d+$/.exec(address);
  return v4 ? v4[1]! : address.split(':').slice(0, 3).join(':');
}
