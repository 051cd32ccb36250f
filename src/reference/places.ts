import { z } from 'zod';
import { placements } from '#domain/offer.ts';
import { DataFileError, requireUniqueIds } from './data-file.ts';

const id = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'kebab-case letters, digits and hyphens');
const country = z.string().regex(/^[A-Z]{2}$/, 'two capital letters (ISO 3166)');
const names = z.array(z.string().min(1)).min(1);

const placeSchema = z
  .strictObject({
    id,
    name: z.string().min(2),
    country: country.optional(),
    groups: z.array(id).optional(),
    names: names.optional(),
    ambiguous: names.optional().describe('ordinary words too; they count only in company'),
  })
  .refine((p) => p.names || p.ambiguous, 'needs names or ambiguous names');

export const placeBlocksSchema = z
  .array(
    z.strictObject({
      why: z.string().min(5).describe('why the placement is so, in words for the task force'),
      placement: z.enum(placements),
      country: country.optional(),
      groups: z.array(id).optional(),
      source: z.string().min(5),
      date: z.iso.date(),
      confidence: z.enum(['confirmed', 'single']),
      places: z.array(placeSchema).min(1),
    }),
  )
  .min(1);
type PlaceBlock = z.infer<typeof placeBlocksSchema>[number];

/**
 * A place with the words people write for it. A place with both plain and ambiguous names gives
 * two entries with the same id, because only the ambiguous ones need company.
 */
export type PlaceEntry = {
  readonly id: string;
  /** English country name abroad, Indonesian region name at home. */
  readonly name: string;
  readonly country: string;
  readonly placement: PlaceBlock['placement'];
  /** Its own groups first, the wider ones after. */
  readonly groups: readonly string[];
  readonly names: readonly string[];
  readonly ambiguous?: boolean;
};

/**
 * The places of all blocks.
 * @throws {DataFileError} where a country is missing, or an id or a name belongs to two places
 */
export function placeEntries(blocks: readonly PlaceBlock[]): PlaceEntry[] {
  const places = blocks.flatMap((block) => block.places.map((place) => ({ block, place })));
  requireUniqueIds(
    'places.yaml',
    places.map(({ place }) => place),
  );
  const owners = new Map<string, string>();
  return places.flatMap(({ block, place }) => {
    const fault = (what: string) => new DataFileError(`places.yaml: ${place.id}: ${what}`);
    const code = place.country ?? block.country;
    if (code === undefined) throw fault('country: neither the place nor its block has one');
    const taken = claimNames(place, owners);
    if (taken) throw fault(`names: "${taken.name}" is a name of ${taken.owner} already`);
    const shared = {
      id: place.id,
      name: place.name,
      country: code,
      placement: block.placement,
      groups: [...(place.groups ?? []), ...(block.groups ?? [])],
    };
    const entries: PlaceEntry[] = [];
    if (place.names) entries.push({ ...shared, names: place.names });
    if (place.ambiguous) entries.push({ ...shared, names: place.ambiguous, ambiguous: true });
    return entries;
  });
}

/** Notes the names of a place; gives the first that another place has. */
function claimNames(
  { id: placeId, names: plain = [], ambiguous = [] }: PlaceBlock['places'][number],
  owners: Map<string, string>,
): { name: string; owner: string } | undefined {
  for (const name of [...plain, ...ambiguous]) {
    const owner = owners.get(plainName(name)) ?? placeId;
    if (owner !== placeId) return { name, owner };
    owners.set(plainName(name), placeId);
  }
  return undefined;
}

/** Capitals, spaces and repeated letters do not tell names apart, as in messages. */
const plainName = (name: string): string =>
  name
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .replace(/(\p{L})\1+/gu, '$1');
