import type { BinaryNode } from '@whiskeysockets/baileys';
import type { Companion } from './companion.ts';
import { bigEndian } from './crypto.ts';
import type { Bundle } from './signal-device.ts';
import { bare, child, children, node } from './stanza.ts';

export type Directory = {
  readonly companion: () => Companion;
  /** The bundle of a device, or null where nobody is there. */
  readonly bundleOf: (jid: string) => Bundle | null;
  readonly groupMembers: (jid: string) => readonly { lid: string; pn: string }[] | null;
  readonly mediaHost: () => string;
};

/** Answers one question of the client; null where it is no question that the server knows. */
export function answerIq(iq: BinaryNode, directory: Directory): BinaryNode | null {
  const { id, xmlns = '', type } = iq.attrs;
  const result = (content?: BinaryNode[]) =>
    node('iq', { from: 's.whatsapp.net', type: 'result', id }, content);
  const first = children(iq)[0]?.tag;
  switch (`${xmlns} ${type} ${first ?? ''}`) {
    case 'encrypt get count':
      return result([node('count', { value: String(directory.companion().preKeyCount) })]);
    case 'encrypt set registration':
      directory.companion().takePreKeys(iq);
      return result();
    case 'encrypt get digest':
      return result([node('digest')]);
    case 'encrypt get key':
      return result([node('list', {}, keysFor(iq, directory))]);
    case 'usync get usync':
      return result([node('usync', {}, [node('list', {}, devicesFor(iq, directory))])]);
    case 'abt get props':
      return result([node('props', { hash: 'h' })]);
    case 'blocklist get ':
      return result([node('list')]);
    case 'privacy get privacy':
      return result([node('privacy', {}, [node('category', { name: 'last', value: 'all' })])]);
    case 'w:m set media_conn': {
      const host = node('host', { hostname: directory.mediaHost() });
      return result([node('media_conn', { auth: 'a', ttl: '300' }, [host])]);
    }
    case 'w:g2 get query':
      return result([groupOf(iq.attrs['to'] ?? '', directory)]);
    case 'w:sync:app:state set sync': {
      const names = children(child(iq, 'sync')).map((c) => c.attrs['name']);
      const collections = names.map((name) => node('collection', { name, version: '0' }));
      return result([node('sync', {}, collections)]);
    }
    default:
      return type === 'get' || type === 'set' ? result() : null;
  }
}

function keysFor(iq: BinaryNode, directory: Directory): BinaryNode[] {
  return children(child(iq, 'key')).flatMap((user) => {
    const jid = user.attrs['jid'] ?? '';
    const bundle = directory.bundleOf(jid);
    if (!bundle) return [];
    return [node('user', { jid }, bundleNodes(bundle))];
  });
}

function bundleNodes({ registrationId, identity, signedPreKey, preKey }: Bundle): BinaryNode[] {
  const keyNodes = (key: { id: number; value: Buffer }) => [
    node('id', {}, bigEndian(key.id, 3)),
    node('value', {}, key.value),
  ];
  return [
    node('registration', {}, bigEndian(registrationId, 4)),
    node('type', {}, Buffer.from([5])),
    node('identity', {}, identity),
    node('skey', {}, [...keyNodes(signedPreKey), node('signature', {}, signedPreKey.signature)]),
    ...(preKey ? [node('key', {}, keyNodes(preKey))] : []),
  ];
}

function devicesFor(iq: BinaryNode, directory: Directory): BinaryNode[] {
  const { pn, lid } = directory.companion();
  const users = children(child(child(iq, 'usync'), 'list'));
  return users.map((user) => {
    const jid = user.attrs['jid'] ?? '';
    const isOwn = bare(jid) === bare(pn) || bare(jid) === bare(lid);
    const devices = [node('device', { id: '0' })];
    if (isOwn) devices.push(node('device', { id: '1', 'key-index': '1' }));
    return node('user', { jid }, [node('devices', {}, [node('device-list', {}, devices)])]);
  });
}

function groupOf(jid: string, directory: Directory): BinaryNode {
  const members = directory.groupMembers(jid);
  if (!members) return node('error', { code: '404' });
  const attrs = {
    id: jid.split('@')[0],
    subject: 'g',
    addressing_mode: 'lid',
    creation: '1',
    s_t: '1',
  };
  return node(
    'group',
    attrs,
    members.map(({ lid, pn }) => node('participant', { jid: lid, phone_number: pn })),
  );
}
