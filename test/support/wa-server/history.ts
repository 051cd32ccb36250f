import { deflateSync } from 'node:zlib';
import { type BinaryNode, proto } from '@whiskeysockets/baileys';
import type { Companion } from './companion.ts';
import type { Phone } from './phone.ts';
import { bare, node } from './stanza.ts';

/** What the phone sends a new companion: the end of an empty history. */
export async function bootstrapFrom(phone: Phone, companion: Companion): Promise<BinaryNode> {
  const { HistorySyncType, Type } = {
    HistorySyncType: proto.HistorySync.HistorySyncType,
    Type: proto.Message.ProtocolMessage.Type,
  };
  const history = { syncType: HistorySyncType.INITIAL_BOOTSTRAP, conversations: [] };
  const payload = deflateSync(proto.HistorySync.encode(history).finish());
  await phone.device.startSession(companion.lid, companion.bundle());
  const { type, bytes } = await phone.device.encrypt(companion.lid, {
    protocolMessage: {
      type: Type.HISTORY_SYNC_NOTIFICATION,
      historySyncNotification: {
        syncType: proto.Message.HistorySyncType.INITIAL_BOOTSTRAP,
        initialHistBootstrapInlinePayload: payload,
      },
    },
  });
  const t = String(Math.floor(Date.now() / 1000));
  const attrs = { id: 'HISTORY', from: bare(companion.pn), category: 'peer', type: 'text', t };
  return node('message', attrs, [node('enc', { v: '2', type }, bytes)]);
}
