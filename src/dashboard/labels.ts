import type { Window } from '#statistics/windows.ts';
import type { Lure } from './content.ts';
import { type Figure, restId } from './figures.ts';
import type { DashboardLanguage, Say } from './layout.ts';

/** Names of what is counted and of days, in one language. */
export type Labels = {
  of(table: string, figure: Pick<Figure, 'id' | 'cells'>): string;
  country(code: string): string;
  /** `17 Nov 2026` */
  day(day: string): string;
  /** `17–23 Nov 2026` */
  window(window: Window): string;
  /** `23 Nov`: for the axis of a chart. */
  shortDay(day: string): string;
  number(n: number): string;
};

const countryCode = /(?:^|\.)([A-Z]{2})$/;
const homeRegion = /^home\.banten\.(.+)$/;

export function createLabels(
  say: Say,
  language: DashboardLanguage,
  lures: readonly Lure[],
  placeNames: ReadonlyMap<string, string>,
): Labels {
  const names = new Map(lures.map(({ id, name }) => [id, name[language]]));
  const countries = new Intl.DisplayNames(language, { type: 'region' });
  const days = dayFormats(language);
  const numbers = new Intl.NumberFormat(language);
  const country = (code: string) => countries.of(code) ?? code;
  const home = (id: string) => placeNames.get(id) ?? id;
  const place = (id: string) => {
    const code = countryCode.exec(id)?.[1];
    const region = homeRegion.exec(id)?.[1];
    if (code) return country(code);
    return region ? home(region) : say(`figure.places.${id}`);
  };
  const named: Readonly<Record<string, (id: string) => string>> = {
    signs: (id) => names.get(id) ?? id,
    kecamatan: home,
    places: place,
  };
  return {
    of(table, { id, cells }) {
      if (id === restId) return say('figure.rest', { cells: cells ?? 0 });
      if (id === 'all') return say('figure.all');
      return named[table]?.(id) ?? say(`figure.${table}.${id}`);
    },
    country,
    day: (day) => days.long.format(new Date(day)),
    window: ({ start, end }) => days.long.formatRange(new Date(start), new Date(end)),
    shortDay: (day) => days.short.format(new Date(day)),
    number: (n) => numbers.format(n),
  };
}

function dayFormats(language: DashboardLanguage) {
  // Days of windows carry no time; read as UTC they stay the day they are.
  const day = { day: 'numeric', month: 'short', timeZone: 'UTC' } as const;
  const locale = language === 'en' ? 'en-GB' : 'id';
  return {
    long: new Intl.DateTimeFormat(locale, { ...day, year: 'numeric' }),
    short: new Intl.DateTimeFormat(locale, day),
  };
}
