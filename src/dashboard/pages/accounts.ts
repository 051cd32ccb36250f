import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import { type Html, html } from '#domain/html.ts';
import {
  type Account,
  isName,
  linkMaxMs,
  type Proposal,
  proposalMaxMs,
  type Role,
  roles,
} from '../accounts.ts';
import { newToken, tokenHash } from '../guard.ts';
import { csrfField, field, languageOf, notice, type Say, sayIn, sendPage } from '../layout.ts';
import type { DashboardOptions } from '../options.ts';
import { fieldsOf } from './sign-in.ts';

const admin = { config: { role: 'admin' } } as const;
const path = '/dasbor/pengguna';
type Told = { readonly fault?: string; readonly done?: string; readonly link?: string };

/** Accounts of the task force. Whoever removes or raises one needs a second administrator. */
export const accountPages: FastifyPluginAsync<DashboardOptions> = async (server, options) => {
  const { accounts, texts, now } = options;

  server.get(path, admin, (request, reply) => show(request, reply, {}));
  server.post(path, admin, async (request, reply) => {
    const { name, role } = fieldsOf(request, 'name', 'role');
    const wanted = roles.find((r) => r === role && r !== 'admin');
    if (!isName(name) || !wanted)
      return show(request, reply.code(400), { fault: 'accounts.bad-name' });
    const account = await accounts.add(name, wanted);
    if (!account) return show(request, reply.code(400), { fault: 'accounts.taken' });
    await note(request, 'account-added', name);
    return show(request, reply, { done: 'accounts.added', link: await linkFor(options, account) });
  });
  server.post<{ Params: { name: string } }>(
    `${path}/:name/tautan`,
    admin,
    async (request, reply) => {
      const account = await accounts.byName(request.params.name);
      if (!account) return show(request, reply.code(404), { fault: 'accounts.unknown' });
      await note(request, 'account-reset', account.name);
      return show(request, reply, {
        done: 'accounts.reset',
        link: await linkFor(options, account),
      });
    },
  );
  server.post<{ Params: { name: string } }>(`${path}/:name/usul`, admin, async (request, reply) => {
    const account = await accounts.byName(request.params.name);
    const { act } = fieldsOf(request, 'act');
    const role = roles.find((r) => r === act) ?? null;
    if (!account || (role === null && act !== 'remove')) {
      return show(request, reply.code(400), { fault: 'accounts.unknown' });
    }
    await accounts.propose({
      proposer: request.signIn!.account.name,
      act: role ? 'role-changed' : 'account-removed',
      subject: account.name,
      role,
      expiresAt: now().getTime() + proposalMaxMs,
    });
    await note(request, 'act-proposed', account.name);
    return show(request, reply, { done: 'accounts.proposed' });
  });
  server.post<{ Params: { id: string } }>('/dasbor/usul/:id', admin, async (request, reply) => {
    const proposal = (await accounts.proposals(now().getTime())).find(
      ({ id }) => String(id) === request.params.id,
    );
    if (!proposal) return show(request, reply.code(404), { fault: 'accounts.unknown' });
    const { answer } = fieldsOf(request, 'answer');
    if (answer === 'no') {
      if (await accounts.dropProposal(proposal.id))
        return show(request, reply, { done: 'accounts.dropped' });
      return show(request, reply.code(404), { fault: 'accounts.unknown' });
    }
    if (proposal.proposer === request.signIn!.account.name) {
      return show(request, reply.code(403), { fault: 'accounts.same-person' });
    }
    if (!(await carryOut(options, proposal)))
      return show(request, reply.code(404), { fault: 'accounts.unknown' });
    await note(request, proposal.act, proposal.subject);
    return show(request, reply, { done: 'accounts.carried-out' });
  });
  const note = (
    request: FastifyRequest,
    act: Parameters<typeof accounts.note>[1],
    subject: string,
  ) => accounts.note(request.signIn!.account.name, act, subject, now().getTime());

  async function show(
    request: FastifyRequest,
    reply: FastifyReply,
    { fault, done, link }: Told,
  ): Promise<FastifyReply> {
    const say = sayIn(texts, languageOf(request));
    const [all, proposals] = [await accounts.list(), await accounts.proposals(now().getTime())];
    const address = link && `${request.protocol}://${request.headers.host}${link}`;
    const body = html`${notice(fault ? say(fault) : null)}${notice(done ? say(done) : null, 'done')}
${address ? html`<p class="card">${say('accounts.link')}<br><code>${address}</code></p>` : null}
${proposals.map((p) => proposalCard(request, say, p))}
<div class="wide" tabindex="0"><table><thead><tr><th>${say('sign-in.name')}</th><th>${say('accounts.role')}</th><th>${say('own.codes')}</th><th>${say('accounts.acts')}</th></tr></thead>
<tbody>${all.map((account) => accountRow(request, say, account))}</tbody></table></div>
${addForm(request, say)}`;
    return sendPage(request, reply, say, { title: say('menu.accounts'), body, at: path });
  }
};

/** A link that lets somebody set a password once. */
export async function linkFor(
  { accounts, now }: Pick<DashboardOptions, 'accounts' | 'now'>,
  account: Account,
): Promise<string> {
  const token = newToken();
  await accounts.addLink(tokenHash(token), account.id, now().getTime() + linkMaxMs);
  return `/dasbor/tautan/${token}`;
}

const firstName = 'admin';

/** The link of the first administrator, until somebody has set a password; null afterwards. */
export async function firstLink(
  options: Pick<DashboardOptions, 'accounts' | 'now'>,
): Promise<string | null> {
  const all = await options.accounts.list();
  if (all.some((a) => a.password !== null)) return null;
  const account =
    all.find((a) => a.role === 'admin') ?? (await options.accounts.add(firstName, 'admin'));
  return account && linkFor(options, account);
}

async function carryOut(
  { accounts }: DashboardOptions,
  { id, act, subject, role }: Proposal,
): Promise<boolean> {
  const account = await accounts.byName(subject);
  if (!(await accounts.dropProposal(id))) return false;
  if (!account) return true;
  await accounts.endSignIns(account.id);
  if (act === 'account-removed') await accounts.remove(subject);
  else if (role) await accounts.change(account.id, { role });
  return true;
}

const proposalCard = (
  request: FastifyRequest,
  say: Say,
  { id, act, proposer, subject, role }: Proposal,
): Html =>
  html`<form class="card" method="post" action="/dasbor/usul/${id}">${csrfField(request.csrf)}
<p>${say(`proposal.${act}`, { proposer, subject, role: role ? say(`role.${role}`) : '' })}</p>
<button name="answer" value="yes">${say('proposal.yes')}</button> <button class="quiet" name="answer" value="no">${say('proposal.no')}</button></form>`;

function accountRow(request: FastifyRequest, say: Say, { name, role, totp }: Account): Html {
  const others = roles.filter((r): r is Role => r !== role);
  return html`<tr><td>${name}</td><td>${say(`role.${role}`)}</td><td>${say(totp ? 'accounts.codes-on' : 'accounts.codes-off')}</td><td class="acts">
<form method="post" action="${path}/${name}/tautan">${csrfField(request.csrf)}<button class="quiet">${say('accounts.new-link')}</button></form>
<form method="post" action="${path}/${name}/usul">${csrfField(request.csrf)}<select name="act" aria-label="${say('accounts.acts')}: ${name}">${others.map((r) => html`<option value="${r}">${say('accounts.make', { role: say(`role.${r}`) })}</option>`)}<option value="remove">${say('accounts.remove')}</option></select> <button class="quiet">${say('accounts.propose')}</button></form></td></tr>`;
}

/** Administrators are made by raising an account, so that a second one has to agree. */
const addForm = (request: FastifyRequest, say: Say): Html =>
  html`<form class="card narrow" method="post" action="${path}"><h2>${say('accounts.add')}</h2>${csrfField(request.csrf)}
${field(say('sign-in.name'), 'name', html`required pattern="[a-z][a-z0-9.\\-]{2,29}" autocapitalize="none"`, say('accounts.name-hint'))}
<p class="field"><label for="role">${say('accounts.role')}</label><select id="role" name="role">${roles
    .filter((r) => r !== 'admin')
    .map((r) => html`<option value="${r}">${say(`role.${r}`)}</option>`)}</select></p>
<button>${say('accounts.add')}</button></form>`;
