import { createHash } from 'node:crypto';
import { type Download, fetchCapped, mediaBytesMax } from '../fetch-capped.ts';
import type { Graph } from './graph.ts';
import type { RemoteFile } from './letter-body.ts';

/** Where Meta keeps files; nobody else gets our token. */
const mediaHosts = /^(?:[\w-]+\.)*(?:fbsbx\.com|fbcdn\.net|whatsapp\.net)$/;

export type MediaParts = {
  readonly graph: Graph;
  readonly token: string;
  /** A server of tests on this machine is used in Meta's place. */
  readonly isLoopback: boolean;
};

/**
 * Fetches a file in two steps: first where it lies, for five minutes, then the file. Its size is
 * checked before and while it comes, its SHA-256 against the signed webhook.
 */
export async function downloadFile(
  { graph, token, isLoopback }: MediaParts,
  { id, kind, sha256 }: RemoteFile,
  numberId: string,
): Promise<Download> {
  const bytesMax = mediaBytesMax[kind];
  const path = `${encodeURIComponent(id)}?phone_number_id=${encodeURIComponent(numberId)}`;
  const found = await graph.get(path);
  if (!found.ok) return { ok: false, reason: isGone(found) ? 'gone' : 'unreachable' };
  const { url, file_size: size, sha256: told } = found.body;
  if (Number(size) > bytesMax) return { ok: false, reason: 'too-large' };
  if (typeof url !== 'string' || !isOurs(url, isLoopback)) return { ok: false, reason: 'damaged' };
  const fetched = await fetchCapped(url, bytesMax, { authorization: `Bearer ${token}` });
  if (!fetched.ok) return fetched;
  const right = sha256 ?? (typeof told === 'string' ? told : '');
  return isIntact(fetched.bytes, right) ? fetched : { ok: false, reason: 'damaged' };
}

const isGone = ({ status }: { status: number | null }): boolean =>
  status === 400 || status === 404 || status === 410;

function isOurs(address: string, isLoopback: boolean): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname } = new URL(address);
  if (isLoopback && hostname === '127.0.0.1') return true;
  return protocol === 'https:' && mediaHosts.test(hostname);
}

/** Webhooks tell it in base64, the Graph API in hex. */
function isIntact(bytes: Uint8Array, told: string): boolean {
  const hash = createHash('sha256').update(bytes).digest();
  const right = Buffer.from(told, /^[0-9a-f]{64}$/i.test(told) ? 'hex' : 'base64');
  return bytes.length > 0 && hash.equals(right);
}
