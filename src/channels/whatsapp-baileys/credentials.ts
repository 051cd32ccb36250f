import { type AuthenticationCreds, BufferJSON, initAuthCreds } from '@whiskeysockets/baileys';
import type { Vault } from './ports.ts';

/**
 * The account as it was linked, or a new one. null where it cannot be read: then nothing may start
 * silently as a new device.
 */
export function loadCredentials(vault: Vault): AuthenticationCreds | null {
  const kept = vault.readCredentials();
  if (kept.state === 'none') return initAuthCreds();
  if (kept.state !== 'kept') return null;
  let creds: AuthenticationCreds;
  try {
    creds = JSON.parse(Buffer.from(kept.bytes).toString(), BufferJSON.reviver);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
  if (!creds?.noiseKey || !creds.signedIdentityKey) return null;
  if (isLinked(creds)) return creds;
  // A pairing code names the account before it is linked; with that name the client would try to
  // log in instead of asking for a code.
  const { me: _, pairingCode: __, ...fresh } = creds;
  return { ...fresh, pairingCode: undefined };
}

export const isLinked = (creds: AuthenticationCreds): boolean => creds.account !== undefined;

export const saveCredentials = (vault: Vault, creds: AuthenticationCreds): void =>
  vault.writeCredentials(Buffer.from(JSON.stringify(creds, BufferJSON.replacer)));
