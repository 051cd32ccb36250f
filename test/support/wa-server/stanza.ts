import type { BinaryNode } from '@whiskeysockets/baileys';

export type Content = BinaryNode['content'];
export type Attrs = Record<string, string | undefined>;

/** Builds a stanza; attributes that are undefined are left out. */
export function node(tag: string, attrs: Attrs = {}, content?: Content): BinaryNode {
  const kept = Object.entries(attrs).filter((e): e is [string, string] => e[1] !== undefined);
  return { tag, attrs: Object.fromEntries(kept), ...(content !== undefined && { content }) };
}

export const children = (parent: BinaryNode | undefined): BinaryNode[] =>
  Array.isArray(parent?.content) ? parent.content : [];
export const child = (parent: BinaryNode | undefined, tag: string): BinaryNode | undefined =>
  children(parent).find((c) => c.tag === tag);
/** Bytes of a stanza; short ones come back as a string of the dictionary. */
export function bytesOf(of: BinaryNode | undefined): Buffer {
  const content = of?.content;
  if (typeof content === 'string') return Buffer.from(content);
  if (content instanceof Uint8Array) return Buffer.from(content);
  throw new Error(`<${of?.tag}> holds no bytes`);
}
export const numberOf = (of: BinaryNode | undefined): number => {
  const bytes = bytesOf(of);
  return bytes.readUIntBE(0, bytes.length);
};
/** `user`, `device` of an address such as `1:2@lid`. */
export function partsOf(jid: string): { user: string; device: number; server: string } {
  const [left = '', server = ''] = jid.split('@');
  const [user = '', device = '0'] = left.split(':');
  return { user, device: Number(device), server };
}
export const bare = (jid: string): string => {
  const { user, server } = partsOf(jid);
  return `${user}@${server}`;
};
