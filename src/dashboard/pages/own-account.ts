import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import { Secret } from 'otpauth';
import { type Html, html } from '#domain/html.ts';
import { passwordFault } from '../accounts.ts';
import { csrfField, field, languageOf, notice, sayIn, sendPage } from '../layout.ts';
import type { DashboardOptions } from '../options.ts';
import { codesOf, fieldsOf, isCode } from './sign-in.ts';

const viewer = { config: { role: 'viewer' } } as const;

/** The own password and one-time codes. */
export const ownAccountPages: FastifyPluginAsync<DashboardOptions> = async (server, options) => {
  const { accounts, passwords, texts, now } = options;

  server.get('/dasbor/akun', viewer, (request, reply) => show(request, reply));
  server.post('/dasbor/akun/sandi', viewer, async (request, reply) => {
    const { account } = request.signIn!;
    const { old, password } = fieldsOf(request, 'old', 'password');
    const fault = passwordFault(password, account.name);
    if (fault) return show(request, reply.code(400), `password.${fault}`);
    if (!(await passwords.isPassword(old, account.password))) {
      return show(request, reply.code(400), 'own.wrong');
    }
    await accounts.change(account.id, { password: await passwords.hashPassword(password) });
    await accounts.endSignIns(account.id);
    await accounts.note(account.name, 'password-set', account.name, now().getTime());
    return reply.redirect('/dasbor/masuk', 303);
  });
  server.post('/dasbor/akun/kode', viewer, async (request, reply) => {
    const { account } = request.signIn!;
    const { secret, code } = fieldsOf(request, 'secret', 'code');
    const isSecret = /^[A-Z2-7]{32}$/.test(secret);
    if (!isSecret || !isCode({ totp: secret }, code, now().getTime())) {
      return show(request, reply.code(400), 'own.code-wrong');
    }
    await accounts.change(account.id, { totp: secret });
    await accounts.note(account.name, 'codes-on', account.name, now().getTime());
    return reply.redirect('/dasbor/akun', 303);
  });
  server.post('/dasbor/akun/kode-mati', viewer, async (request, reply) => {
    const { account } = request.signIn!;
    const { code } = fieldsOf(request, 'code');
    if (!isCode(account, code, now().getTime())) {
      return show(request, reply.code(400), 'own.code-wrong');
    }
    await accounts.change(account.id, { totp: null });
    await accounts.note(account.name, 'codes-off', account.name, now().getTime());
    return reply.redirect('/dasbor/akun', 303);
  });

  async function show(
    request: FastifyRequest,
    reply: FastifyReply,
    fault: string | null = null,
  ): Promise<FastifyReply> {
    const say = sayIn(texts, languageOf(request));
    const { account } = request.signIn!;
    const codes = account.totp === null ? await offerCodes(request, say) : endCodes(request, say);
    return sendPage(request, reply, say, {
      title: say('own.title', { name: account.name }),
      at: '/dasbor/akun',
      body: html`${notice(fault && say(fault))}
<section class="card"><h2>${say('own.password')}</h2><form method="post" action="/dasbor/akun/sandi">${csrfField(request.csrf)}
${field(say('own.old'), 'old', html`type="password" autocomplete="current-password" required maxlength="200"`)}
${field(say('link.password'), 'password', html`type="password" autocomplete="new-password" required minlength="12" maxlength="200"`, say('link.hint'))}
<button>${say('own.change')}</button></form></section>
${codes}`,
    });
  }
};

type Say = ReturnType<typeof sayIn>;

/** A new secret as a picture and as letters; it counts only once a code of it was given back. */
async function offerCodes({ signIn, csrf }: FastifyRequest, say: Say): Promise<Html> {
  const secret = new Secret({ size: 20 }).base32;
  // Loaded when somebody looks, not with the program.
  const { default: qrcode } = await import('qrcode');
  // In the page itself: its policy takes no picture from a data address.
  const picture = await qrcode.toString(codesOf(secret, signIn!.account.name).toString(), {
    type: 'svg',
    margin: 2,
  });
  return html`<section class="card"><h2>${say('own.codes')}</h2><p>${say('own.codes-how')}</p>
<div class="code" role="img" aria-label="${say('own.codes-picture')}">${{ markup: picture }}</div><p><code>${secret.replace(/(.{4})/g, '$1 ')}</code></p>
<form method="post" action="/dasbor/akun/kode">${csrfField(csrf)}<input type="hidden" name="secret" value="${secret}">
${field(say('sign-in.code'), 'code', html`inputmode="numeric" autocomplete="one-time-code" required maxlength="7"`)}
<button>${say('own.codes-on')}</button></form></section>`;
}

const endCodes = ({ csrf }: FastifyRequest, say: Say): Html =>
  html`<section class="card"><h2>${say('own.codes')}</h2><p>${say('own.codes-are-on')}</p>
<form method="post" action="/dasbor/akun/kode-mati">${csrfField(csrf)}
${field(say('sign-in.code'), 'code', html`inputmode="numeric" autocomplete="one-time-code" required maxlength="7"`)}
<button class="quiet">${say('own.codes-off')}</button></form></section>`;
