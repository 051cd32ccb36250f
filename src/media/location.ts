import { type MediaReading, refuse } from './media-reading.ts';

/** A location as RFC 5870 writes it: degrees north, degrees east. */
const pattern = /^geo:(-?\d{1,3}(?:\.\d{1,12})?),(-?\d{1,3}(?:\.\d{1,12})?)$/;

/**
 * The country of a location, in Indonesian, and nothing closer: it tells who can help. The map is
 * loaded with the first location (25 MB); nobody else is asked.
 */
export async function readLocation(bytes: Uint8Array): Promise<MediaReading> {
  const [, north, east] = pattern.exec(new TextDecoder().decode(bytes)) ?? [];
  if (north === undefined || east === undefined) return refuse('damaged');
  const { iso1A2Code } = await import('@rapideditor/country-coder');
  // Hong Kong, Macau and Taiwan have desks of their own.
  const code = iso1A2Code([Number(east), Number(north)], { level: 'territory' });
  const name = code && new Intl.DisplayNames('id', { type: 'region', style: 'short' }).of(code);
  if (!name) return refuse('no-country');
  const text = `Lokasi: di ${name}`;
  return { ok: true, form: null, text, qr: [], words: [], isUnsure: false, pagesLeft: 0 };
}
