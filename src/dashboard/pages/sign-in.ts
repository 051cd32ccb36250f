import rateLimit from '@fastify/rate-limit';
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import { Secret, TOTP } from 'otpauth';
import { html } from '#domain/html.ts';
import { type Account, passwordFault } from '../accounts.ts';
import { endSignIn, networkOf, signInPath, startSignIn, tokenHash } from '../guard.ts';
import { field, languageOf, notice, type Say, sayIn, sendPage } from '../layout.ts';
import type { DashboardOptions } from '../options.ts';

/** Sign-ins tried from one network in a quarter of an hour, right or wrong. */
const triesPerNetworkMax = 20;

/** Signing in and out, and setting a password by a link that works once. */
export const signInPages: FastifyPluginAsync<DashboardOptions> = async (server, options) => {
  const { accounts, passwords, texts, now } = options;
  const sayFor = (request: FastifyRequest) => sayIn(texts, languageOf(request));
  await server.register(rateLimit, {
    global: false,
    max: options.triesPerNetwork ?? triesPerNetworkMax,
    timeWindow: '15 minutes',
    keyGenerator: (request) => networkOf(request.ip),
    errorResponseBuilder: () => Object.assign(new Error('too many tries'), { statusCode: 429 }),
  });
  const limited = { config: { role: 'anyone', rateLimit: {} } } as const;
  const open = { config: { role: 'anyone' } } as const;

  server.get(signInPath, open, (request, reply) =>
    request.signIn
      ? reply.redirect('/dasbor', 303)
      : showSignIn(request, reply, sayFor(request), null),
  );
  server.post(signInPath, limited, async (request, reply) => {
    const say = sayFor(request);
    const { name, password, code } = fieldsOf(request, 'name', 'password', 'code');
    const account = await accounts.byName(name.trim().toLowerCase());
    const isRight = await passwords.isPassword(password, account?.password ?? null);
    const at = now().getTime();
    if (!account || account.lockedUntil > at) return refuse(request, reply, say);
    if (!isRight || !isCode(account, code, at)) {
      const isLocked = await accounts.failed(account.id, at);
      if (isLocked) await accounts.note(account.name, 'locked', account.name, at);
      return refuse(request, reply, say);
    }
    if (!(await accounts.succeeded(account.id, at))) return refuse(request, reply, say);
    await endSignIn(request, reply, accounts);
    await startSignIn(reply, accounts, account.id, now());
    await accounts.note(account.name, 'signed-in', account.name, at);
    return reply.redirect('/dasbor', 303);
  });
  server.post('/dasbor/keluar', { config: { role: 'viewer' } }, async (request, reply) => {
    await endSignIn(request, reply, accounts);
    return reply.redirect(signInPath, 303);
  });

  server.get<{ Params: { token: string } }>(
    '/dasbor/tautan/:token',
    open,
    async (request, reply) => {
      const account = await accounts.linked(tokenHash(request.params.token), now().getTime());
      return showLink(request, reply, sayFor(request), account, null);
    },
  );
  server.post<{ Params: { token: string } }>(
    '/dasbor/tautan/:token',
    limited,
    async (request, reply) => {
      const say = sayFor(request);
      const hash = tokenHash(request.params.token);
      const at = now().getTime();
      const { password } = fieldsOf(request, 'password');
      const known = await accounts.linked(hash, at);
      const fault = known && passwordFault(password, known.name);
      if (!known || fault) {
        const why = fault ? say(`password.${fault}`) : null;
        return showLink(request, reply.code(400), say, known, why);
      }
      const stored = await passwords.hashPassword(password);
      const account = await accounts.useLink(hash, at);
      if (!account) return showLink(request, reply.code(400), say, null, null);
      const fresh = { password: stored, failures: 0, lockedUntil: 0 };
      await accounts.change(account.id, fresh);
      await accounts.endSignIns(account.id);
      await accounts.note(account.name, 'password-set', account.name, at);
      await startSignIn(reply, accounts, account.id, now());
      return reply.redirect('/dasbor', 303);
    },
  );
};

/** The same words for an unknown name, a wrong password, a wrong code and a locked account. */
const refuse = (request: FastifyRequest, reply: FastifyReply, say: Say): FastifyReply =>
  showSignIn(request, reply.code(401), say, say('sign-in.refused'));

const showSignIn = (
  request: FastifyRequest,
  reply: FastifyReply,
  say: Say,
  fault: string | null,
): FastifyReply =>
  sendPage(request, reply, say, {
    title: say('sign-in.title'),
    body: html`${notice(fault)}<form class="card narrow" method="post" action="${signInPath}">
${field(say('sign-in.name'), 'name', html`autocomplete="username" autocapitalize="none" required maxlength="30"`)}
${field(say('sign-in.password'), 'password', html`type="password" autocomplete="current-password" required maxlength="200"`)}
${field(say('sign-in.code'), 'code', html`inputmode="numeric" autocomplete="one-time-code" maxlength="6"`, say('sign-in.code-hint'))}
<button>${say('sign-in.go')}</button>
<p><small>${say('sign-in.lost')}</small></p>
</form>`,
  });

const showLink = (
  request: FastifyRequest,
  reply: FastifyReply,
  say: Say,
  account: Account | null,
  fault: string | null,
): FastifyReply =>
  sendPage(request, reply, say, {
    title: say('link.title'),
    body: account
      ? html`${notice(fault)}<p>${say('link.for', { name: account.name })}</p>
<form class="card narrow" method="post">
<input type="hidden" name="username" value="${account.name}" autocomplete="username">
${field(say('link.password'), 'password', html`type="password" autocomplete="new-password" required minlength="12" maxlength="200"`, say('link.hint'))}
<button>${say('link.go')}</button>
</form>`
      : notice(say('link.spent')),
  });

/** Text fields of a form; what is missing is empty. */
export function fieldsOf<K extends string>(
  { body }: FastifyRequest,
  ...names: K[]
): Record<K, string> {
  const given = (body ?? {}) as Record<string, unknown>;
  const entries = names.map((name) => [name, typeof given[name] === 'string' ? given[name] : '']);
  return Object.fromEntries(entries) as Record<K, string>;
}

const stepsAround = 1;
/** Whether a one-time code is right; always, where the account has none. */
export function isCode({ totp }: Pick<Account, 'totp'>, code: string, now: number): boolean {
  if (totp === null) return true;
  return (
    codesOf(totp).validate({
      token: code.replace(/\s/g, ''),
      timestamp: now,
      window: stepsAround,
    }) !== null
  );
}

export const codesOf = (secret: string, name = ''): TOTP =>
  new TOTP({ issuer: 'Tanya Dulu', label: name, secret: Secret.fromBase32(secret) });
