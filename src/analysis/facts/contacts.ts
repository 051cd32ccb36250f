import { parse } from 'tldts';
import type { Contact, ContactKind } from '#domain/offer.ts';
import { tokenClass } from '#rulebook/vocabulary.ts';
import { type Tokens, tokenFlag } from '../tokens.ts';

const phoneDigitsMin = 9;
const phoneDigitsMax = 15;
const freeDigitsMin = 8;
const linkCharactersMax = 300;
/** More contacts than any offer has; the rest of such a message is not searched for them. */
const contactsMax = 40;
const chatDomains = new Set([
  'wa.me',
  'whatsapp.com',
  't.me',
  'telegram.me',
  'line.me',
  'signal.me',
  'm.me',
]);
/** Endings kept for writing about links (RFC 2606); teaching material uses them. */
const reserved = new Set(['example', 'test']);
/** Calling codes of one and two digits; all others have three. */
const callingCodeShort = /^(1|7|20|27|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58])/;

/**
 * Finds phone numbers, links, handles and e-mails and joins each into one token, in place.
 * @param platforms word ids of services on which people have names ("telegram", "ig")
 */
export function readContacts(tokens: Tokens, platforms: ReadonlySet<number>): Contact[] {
  const contacts: Contact[] = [];
  let to = 0;
  const { count } = tokens;
  let from = 0;
  while (from < count) {
    let next = from + 1;
    const found = contacts.length < contactsMax ? readContact(tokens, from, platforms) : null;
    tokens.move(from, to);
    if (found !== null) {
      next = found.next;
      tokens.ids[to] = tokenClass.contact;
      tokens.starts[to] = found.contact.span.start;
      tokens.ends[to] = found.contact.span.end;
      tokens.flags[to] = tokens.flags[next - 1]! & tokenFlag.asked;
      tokens.values[to] = contacts.length;
      contacts.push(found.contact);
    }
    from = next;
    to++;
  }
  tokens.count = to;
  return contacts;
}

type Found = { contact: Contact; next: number };

function readContact(tokens: Tokens, i: number, platforms: ReadonlySet<number>): Found | null {
  if (tokens.has(i, tokenFlag.at)) return readHandle(tokens, i);
  if (
    i > 0 &&
    platforms.has(tokens.ids[i - 1]!) &&
    !tokens.text.slice(tokens.ends[i - 1]!, tokens.starts[i]!).includes(',')
  ) {
    const name = readName(tokens, i);
    if (name) return name;
  }
  const next = i + 1;
  if (next < tokens.count && tokens.has(next, tokenFlag.glued)) {
    const link = readLink(tokens, i);
    if (link) return link;
  }
  return startsPhone(tokens, i) ? readPhone(tokens, i) : null;
}

const isSpace = (code: number): boolean => code <= 32 || code === 0xa0 || code === 0x3000;

/** The run of characters without a space around token `i`, without brackets and full stops. */
function chunkAt(tokens: Tokens, i: number): { start: number; end: number } {
  const { text } = tokens;
  let start = tokens.starts[i]!;
  let end = tokens.ends[i]!;
  const startMin = Math.max(0, start - linkCharactersMax);
  while (start > startMin && !isSpace(text.charCodeAt(start - 1))) start--;
  while (end < text.length && end - start < linkCharactersMax && !isSpace(text.charCodeAt(end)))
    end++;
  while (start < end && /[*_~("'[<:]/.test(text[start]!)) start++;
  while (end > start && /[*_~)"'\]>.,;:!?]/.test(text[end - 1]!)) end--;
  return { start, end };
}

function readLink(tokens: Tokens, i: number): Found | null {
  const { start, end } = chunkAt(tokens, i);
  const text = tokens.text.slice(start, end);
  if (tokens.starts[i]! < start) return null;
  const atSign = text.indexOf('@');
  const host = text.replace(/^[a-z]+:\/\//i, '').split(/[/?#]/)[0]!;
  // "25.OOO", "RM3.OOO": an amount that OCR read with letters.
  if (/^(?:[a-z]{1,3}(?=\d))?[\dOoIl.,-]+$/i.test(host)) return null;
  const parsed = parse(atSign > 0 ? text.slice(atSign + 1) : host);
  const isKnown = parsed.isIcann || parsed.isPrivate || reserved.has(parsed.publicSuffix ?? '');
  if (!parsed.domain || !isKnown) return null;
  // "bulan.Min" ends a sentence: a capital after the dot is no domain.
  if (/\.[A-Z][a-z]/.test(host) && !text.includes('/')) return null;
  const kind: ContactKind =
    atSign > 0 ? 'email' : chatDomains.has(parsed.domain) ? 'chat-link' : 'link';
  return found(tokens, i, start, end, kind, parsed.domain, null);
}

function readHandle(tokens: Tokens, i: number): Found | null {
  const { start, end } = chunkAt(tokens, i);
  // "@125rb" means 125,000 each.
  if (tokens.text[start] !== '@' || !/^[a-z_]/i.test(tokens.text.slice(start + 1))) return null;
  return found(tokens, i, start, end, 'handle', null, null);
}

/** "tele budi_kerja77": a name behind a service shows by its underscore, dot or digits. */
function readName(tokens: Tokens, i: number): Found | null {
  const { start, end } = chunkAt(tokens, i);
  const text = tokens.text.slice(start, end);
  if (start !== tokens.starts[i] || !/^(?=.*[_.]\w|.*\d$)[a-z][\w.]{4,29}$/i.test(text))
    return null;
  return found(tokens, i, start, end, 'handle', null, null);
}

function found(
  tokens: Tokens,
  i: number,
  start: number,
  end: number,
  kind: ContactKind,
  domain: string | null,
  callingCode: string | null,
): Found {
  let next = i + 1;
  while (next < tokens.count && tokens.starts[next]! < end) next++;
  const text = tokens.text.slice(start, end);
  return { contact: { kind, text, domain, callingCode, span: { start, end } }, next };
}

/** Begins with 0, 62 or a plus sign, as phone numbers are written. */
function startsPhone(tokens: Tokens, i: number): boolean {
  if (!tokens.has(i, tokenFlag.number)) return false;
  if (tokens.has(i, tokenFlag.plus)) return true;
  const first = tokens.text[tokens.starts[i]!]!;
  const raw = tokens.text.slice(tokens.starts[i]!, tokens.ends[i]!);
  return first === '0' || first === 'O' || first === 'o' || /^6[025]/.test(raw);
}

const digitCount = (text: string): number => text.replace(/[^0-9OoIl]/g, '').length;

function readPhone(tokens: Tokens, i: number): Found | null {
  const start = tokens.starts[i]! - (tokens.has(i, tokenFlag.plus) ? 1 : 0);
  let last = i;
  let digits = digitCount(tokens.slice(i, i));
  while (last + 1 < tokens.count && digits < phoneDigitsMax && continuesPhone(tokens, last + 1)) {
    const more = digitCount(tokens.slice(last + 1, last + 1));
    if (digits + more > phoneDigitsMax) break;
    digits += more;
    last++;
  }
  if (digits > phoneDigitsMax) return null;
  if (digits < phoneDigitsMin && !isFreeNumber(tokens, i, digits)) return null;
  const end = tokens.ends[last]!;
  const bracket = tokens.text[start - 1] === '(' && tokens.text.slice(start, end).includes(')');
  const plain = tokens.text.slice(start, end).replace(/\D/g, '');
  const foreign = tokens.has(i, tokenFlag.plus) && !plain.startsWith('62');
  const code = foreign ? (callingCodeShort.exec(plain)?.[0] ?? plain.slice(0, 3)) : null;
  return found(tokens, i, bracket ? start - 1 : start, end, 'phone', null, code);
}

/** "0800-1000": the free numbers of offices are shorter. */
const isFreeNumber = (tokens: Tokens, i: number, digits: number): boolean =>
  digits >= freeDigitsMin && tokens.text.startsWith('0800', tokens.starts[i]);

/** The next group of digits: after one space, dash, dot or closing bracket. */
function continuesPhone(tokens: Tokens, i: number): boolean {
  if (!tokens.has(i, tokenFlag.number)) return false;
  const between = tokens.text.slice(tokens.ends[i - 1]!, tokens.starts[i]!);
  return between.length <= 3 && /^[\s.)(-]*$/.test(between) && !between.includes('\n');
}
