import type { Reference } from '#reference/load-reference.ts';
import type { LabelledMessage } from './labelled-message.ts';

/** Where work leads, coarse enough to count; ISO 3166 countries of each. */
const abroad: Readonly<Record<string, readonly string[]>> = {
  'Malaysia, Singapore, Brunei': ['MY', 'SG', 'BN'],
  'Gulf and Middle East': [
    'SA',
    'AE',
    'QA',
    'KW',
    'OM',
    'BH',
    'IQ',
    'SY',
    'LB',
    'JO',
    'YE',
    'IR',
    'EG',
    'TR',
    'LY',
    'SD',
  ],
  'Taiwan, Hong Kong, Macau, China': ['TW', 'HK', 'MO', 'CN'],
  'Japan, Korea': ['JP', 'KR'],
  'Cambodia, Myanmar, Laos, Thailand, Vietnam, Philippines': ['KH', 'MM', 'LA', 'TH', 'VN', 'PH'],
};
const otherAbroad = 'Europe, Americas, Pacific and others';
const home = { local: 'Serang and Banten', elsewhere: 'elsewhere in Indonesia' };
const unstated = 'no place stated';

/** Tells the corridor of a labelled message by the places of its label: abroad before home. */
export function corridorReader({ places }: Reference): (message: LabelledMessage) => string {
  const byName = new Map(places.map((p) => [p.name.toLowerCase(), p]));
  return ({ facts }) => {
    const named = facts?.places ?? [];
    if (named.length === 0) return unstated;
    const known = named.flatMap((name) => byName.get(name.toLowerCase()) ?? []);
    const foreign = known.find((p) => p.country !== 'ID' && !p.country.startsWith('X'));
    if (foreign) {
      const corridor = Object.entries(abroad).find(([, list]) => list.includes(foreign.country));
      return corridor?.[0] ?? otherAbroad;
    }
    return known.some((p) => p.groups.includes('banten')) ? home.local : home.elsewhere;
  };
}
