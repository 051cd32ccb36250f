import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { type Answer, type Inbound, type Language, languages } from '#domain/message.ts';
import { messageLengthMax, sayTooLong } from './page.ts';
import type { PageTexts, WebTexts } from './web-texts.ts';

type Message = {
  /** The raw id of the page; the caller turns it into a key. */
  readonly chat: string;
  readonly text: string;
  readonly language?: Language;
} & Pick<Inbound, 'attachments' | 'notices'>;

export type WebChatOptions = {
  readonly answer: (message: Message) => Promise<Answer>;
  readonly texts: WebTexts;
  /** Other web pages that may call POST /api/chat, such as `https://example.org`. */
  readonly allowedOrigins?: readonly string[];
  /** Of one address; 30 where nothing is said. */
  readonly messagesPerMinute?: number;
  /** Told of what `answer` threw; without it the error goes on to the server's own handler. */
  readonly onError?: (error: unknown) => void;
};

/** Entries of a browser's list of languages that are looked at. */
const acceptedLanguagesMax = 20;

/** An answer, or a sentence that says why there is none, with its HTTP status. */
export type Outcome = { readonly status: number; readonly answer: Answer };

/** The random id that a page makes for its conversation. */
export const chatId = z
  .string()
  .regex(/^[A-Za-z0-9_-]{16,128}$/, 'must be 16 to 128 letters, digits, "_" or "-"');

/** Answers one message, unless it is too long or brings neither words nor files. */
export async function answerRequest(
  message: Message,
  texts: PageTexts,
  answer: WebChatOptions['answer'],
): Promise<Outcome> {
  const { text, attachments = [], notices = [] } = message;
  const brings = text.trim() !== '' || attachments.length > 0 || notices.length > 0;
  if (!brings) return refuse(400, texts.empty);
  if (text.length > messageLengthMax) return refuse(413, sayTooLong(texts));
  return { status: 200, answer: await answer(message) };
}

/**
 * What went wrong, as a sentence for the person.
 * @throws the error itself where it is ours and nobody would hear of it
 */
export function outcomeOfError(
  error: { statusCode?: number; code?: string },
  texts: PageTexts,
  onError: WebChatOptions['onError'],
): Outcome {
  const status = error.statusCode ?? 500;
  if (status === 429) return refuse(status, texts['too-many']);
  const isTextTooLong = error.code === 'FST_ERR_CTP_BODY_TOO_LARGE';
  if (isTextTooLong) return refuse(status, sayTooLong(texts));
  if (status < 500) return refuse(status, texts['bad-request']);
  if (!onError) throw error;
  onError(error);
  return refuse(500, texts.broken);
}

export const refuse = (status: number, text: string): Outcome => ({
  status,
  answer: { replies: [{ text }] },
});

/** What the person asked for, by the address or a field; a page that merely speaks it is no choice. */
export const chosenLanguage = ({ query, body }: FastifyRequest): Language | undefined =>
  toLanguage(fieldOf(query, 'lang') ?? fieldOf(body, 'language'));

/** The language of the page: the one asked for, else the first of the browser's that we speak. */
export const languageOf = (request: FastifyRequest): Language =>
  chosenLanguage(request) ?? spokenLanguage(request.headers['accept-language']) ?? 'id';

/** English only where no language of here is in the list: many phones were set to it by nobody. */
function spokenLanguage(accepted = ''): Language | undefined {
  const tags = accepted.toLowerCase().split(',', acceptedLanguagesMax);
  const known = tags.map((tag) => toLanguage(tag.trim().split(/[-;]/)[0])).filter(Boolean);
  return known.find((language) => language !== 'en') ?? known[0];
}

const toLanguage = (name: unknown): Language | undefined =>
  // Old phones name Indonesian "in".
  name === 'in' ? 'id' : languages.find((language) => language === name);

/** A field of something from outside; undefined where there is none. */
export const fieldOf = (source: unknown, name: string): unknown =>
  typeof source === 'object' && source !== null && Object.hasOwn(source, name)
    ? (source as Readonly<Record<string, unknown>>)[name]
    : undefined;

export function neverStored(_: FastifyRequest, reply: FastifyReply, done: () => void): void {
  void reply.header('cache-control', 'no-store');
  done();
}
