import { createHmac, timingSafeEqual } from 'node:crypto';

const prefix = 'sha256=';

/** Whether Meta signed exactly these bytes; takes as long for a wrong signature as for a right one. */
export function isSigned(
  appSecret: string,
  raw: Uint8Array,
  signature: string | string[] | undefined,
): boolean {
  if (typeof signature !== 'string' || !signature.startsWith(prefix)) return false;
  const told = Buffer.from(signature.slice(prefix.length), 'hex');
  const right = createHmac('sha256', appSecret).update(raw).digest();
  return told.length === right.length && timingSafeEqual(told, right);
}

/** Whether two secrets are the same, told in a time that depends on neither. */
export function isSameSecret(told: unknown, right: string): boolean {
  if (typeof told !== 'string') return false;
  // Of one length, whatever was sent.
  const [a, b] = [told, right].map((s) => createHmac('sha256', right).update(s).digest());
  return a !== undefined && b !== undefined && timingSafeEqual(a, b);
}
