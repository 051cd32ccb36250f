import type { WASocket } from '@whiskeysockets/baileys';
import type { Vault } from './ports.ts';

/**
 * Sets the line below the account's name, once for each text. It says nothing of what the bot is
 * for: somebody else may look into the phone of a person in danger. The name itself stays as it was
 * chosen on the phone; setting it needs keys of the account's settings that a new device lacks.
 */
export async function tellAbout(
  socket: Pick<WASocket, 'updateProfileStatus'>,
  about: string,
  { vault, now }: { readonly vault: Vault; readonly now: () => number },
): Promise<void> {
  try {
    if (about === '' || vault.readKey('about', about)) return;
    await socket.updateProfileStatus(about);
    vault.commit({ keys: [{ kind: 'about', id: about, value: Uint8Array.of(1) }] }, now());
  } catch {
    // Tried again at the next connection; why this one ended or the disk failed is told elsewhere.
  }
}
