import { fileURLToPath } from 'node:url';
import formbody from '@fastify/formbody';
import serveStatic from '@fastify/static';
import type { FastifyError, FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import { html } from '#domain/html.ts';
import { chartRoutes } from './charts/routes.ts';
import { guard, Refused } from './guard.ts';
import { languageOf, notice, sayIn, sendPage } from './layout.ts';
import type { DashboardOptions } from './options.ts';
import { accountPages } from './pages/accounts.ts';
import { auditPages } from './pages/audit.ts';
import { hotlinePages } from './pages/hotlines.ts';
import { lurePages } from './pages/lures.ts';
import { overviewPages } from './pages/overview.ts';
import { ownAccountPages } from './pages/own-account.ts';
import { placePages } from './pages/places.ts';
import { releasePages } from './pages/releases.ts';
import { signInPages } from './pages/sign-in.ts';
import { statePages } from './pages/state.ts';
import { teachPages } from './pages/teach.ts';
import { tryPages } from './pages/try-message.ts';
import { whatsappPages } from './pages/whatsapp.ts';

const publicFolder = fileURLToPath(new URL('public/', import.meta.url));

/** The pages of the task force under `/dasbor`. */
export const dashboard: FastifyPluginAsync<DashboardOptions> = async (server, options) => {
  await server.register(serveStatic, {
    root: publicFolder,
    prefix: '/dasbor/gaya/',
    index: false,
    decorateReply: false,
  });
  await server.register(async (guarded) => {
    await guarded.register(formbody);
    guarded.decorate('isExample', options.isExample);
    guarded.setErrorHandler((error: FastifyError, request, reply) => {
      if ((error.statusCode ?? 500) >= 500 && error.name !== 'BusyError') options.onError(error);
      return showFault(request, reply, options, error);
    });
    await guard(guarded, options);
    await guarded.register(signInPages, options);
    await guarded.register(overviewPages, options);
    await guarded.register(chartRoutes, options);
    await guarded.register(hotlinePages, options);
    await guarded.register(lurePages, options);
    await guarded.register(placePages, options);
    await guarded.register(releasePages, options);
    await guarded.register(teachPages, options);
    await guarded.register(tryPages, options);
    await guarded.register(ownAccountPages, options);
    await guarded.register(accountPages, options);
    await guarded.register(auditPages, options);
    await guarded.register(statePages, options);
    await guarded.register(whatsappPages, options);
  });
};

/** Why a page could not be shown, in the language of the person; never the words of the error. */
function showFault(
  request: FastifyRequest,
  reply: FastifyReply,
  { texts }: DashboardOptions,
  error: FastifyError,
): FastifyReply {
  const say = sayIn(texts, languageOf(request));
  const status = error.name === 'BusyError' ? 503 : (error.statusCode ?? 500);
  const body = html`${notice(say(faultKey(error, status)))}<p><a href="/dasbor">${say('fault.back')}</a></p>`;
  return sendPage(request, reply.code(status), say, { title: say('fault.title'), body });
}

function faultKey(error: FastifyError, status: number): string {
  if (error instanceof Refused) return `fault.${error.why}`;
  if (status === 429) return 'sign-in.too-many';
  if (status === 404) return 'fault.not-found';
  if (status === 503) return 'fault.busy';
  return status >= 500 ? 'fault.internal' : 'fault.form';
}
