import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import { type Html, html } from '#domain/html.ts';
import type { Finding } from '#domain/verdict.ts';
import type { Lure, Tried } from '../content.ts';
import {
  csrfField,
  type DashboardLanguage,
  languageOf,
  notice,
  type Say,
  sayIn,
  sendPage,
} from '../layout.ts';
import { marked } from '../marked.ts';
import type { DashboardOptions } from '../options.ts';
import { fieldsOf } from './sign-in.ts';

const path = '/dasbor/coba';
const viewer = { config: { role: 'viewer' } } as const;
/** In UTF-16 units, as in the chat. */
const textLengthMax = 4_096;

/** What the bot sees in a message and would answer; for volunteers and for people who write rules. */
export const tryPages: FastifyPluginAsync<DashboardOptions> = async (server, options) => {
  server.get(path, viewer, (request, reply) => show(request, reply, '', null, null));
  server.post(path, viewer, async (request, reply) => {
    const text = fieldsOf(request, 'text').text.replace(/\r\n/g, '\n').trim();
    if (text === '') return show(request, reply.code(400), text, null, 'try.empty');
    if (text.length > textLengthMax) return show(request, reply.code(400), text, null, 'try.long');
    return show(request, reply, text, options.tryMessage(text), null);
  });

  function show(
    request: FastifyRequest,
    reply: FastifyReply,
    text: string,
    tried: Tried | null,
    fault: string | null,
  ): FastifyReply {
    const language = languageOf(request);
    const say = sayIn(options.texts, language);
    const body = html`<p>${say('try.what')}</p>${notice(fault && say(fault, { max: textLengthMax }))}
<form class="card" method="post" action="${path}">${csrfField(request.csrf)}
<p class="field"><label for="text">${say('try.text')}</label><textarea id="text" name="text" rows="6" required maxlength="${textLengthMax}">${text}</textarea></p>
<button>${say('try.go')}</button> <small>${say('try.nothing-kept')}</small></form>
${tried ? result(say, language, options.lures, text, tried) : null}`;
    return sendPage(request, reply, say, { title: say('menu.try'), body, at: path });
  }
};

function result(
  say: Say,
  language: DashboardLanguage,
  lures: readonly Lure[],
  text: string,
  tried: Tried,
): Html {
  const { findings, replies, kind, risk } = tried;
  const tones = findings.map((f) => (f.scope === 'negated' ? 'negated' : f.ruleKind));
  const spans = findings.map(({ span }) => span);
  const rows = findings.map((finding, i) => findingRow(say, language, lures, finding, i + 1));
  const heads = ['number', 'quote', 'lure', 'reason', 'weight', 'meant'].map(
    (name) => html`<th scope="col">${say(`try.${name}`)}</th>`,
  );
  const found =
    findings.length > 0
      ? html`<div class="wide" tabindex="0"><table><thead><tr>${heads}</tr></thead><tbody>${rows}</tbody></table></div>`
      : html`<p>${say('try.nothing-found')}</p>`;
  return html`<section class="card" aria-live="polite"><h2>${say('try.seen')}</h2>
<p class="tags"><span class="tag">${say(`kind.${kind}`)}</span> ${risk ? html`<span class="tag ${risk}">${say(`risk.${risk}`)}</span>` : null}</p>
<blockquote class="message">${marked(text, spans, tones)}</blockquote>
${found}</section>
<section class="card"><h2>${say('try.answer')}</h2>${replies.map(({ text: reply }) => html`<p class="message bubble">${bold(reply)}</p>`)}</section>`;
}

function findingRow(
  say: Say,
  language: DashboardLanguage,
  lures: readonly Lure[],
  { rule, ruleKind, quote, severity, scope }: Finding,
  number: number,
): Html {
  const lure = lures.find(({ id }) => id === rule);
  const name = lure
    ? html`<a href="/dasbor/modus/${rule}">${lure.name[language]}</a>`
    : html`<code>${rule}</code>`;
  return html`<tr id="temuan-${number}"><th scope="row">${number}</th><td>“${quote}”</td><td>${name}<br><small>${say(`rule-kind.${ruleKind}`)}${lure ? `, ${say(`group.${lure.group}`)}` : ''}</small></td><td>${lure?.says[language] ?? ''}</td><td>${say(`severity.${severity}`)}</td><td>${say(`scope.${scope}`)}</td></tr>`;
}

/** WhatsApp's stars as bold letters. */
const bold = (text: string): Html =>
  html`${text.split('*').map((part, i) => (i % 2 === 1 ? html`<b>${part}</b>` : html`${part}`))}`;
