import { expect, test } from 'vitest';
import { loadReference } from '#reference/load-reference.ts';
import { placeEntries } from '#reference/places.ts';
import { foldWord } from '#rulebook/vocabulary.ts';

const { places, spellings } = loadReference('data');
const inGroup = (group: string) => places.filter((p) => p.groups.includes(group));
const named = (name: string) => places.find((p) => p.names.includes(name));

const kecamatan = [
  ['anyar', 'anyer'],
  ['bandung-serang', 'kecamatan bandung'],
  ['baros', 'baros'],
  ['binuang', 'binuang'],
  ['bojonegara', 'bojonegara'],
  ['carenang', 'carenang'],
  ['cikande', 'cikande'],
  ['cikeusal', 'cikeusal'],
  ['cinangka', 'cinangka'],
  ['ciomas', 'ciomas'],
  ['ciruas', 'ciruas'],
  ['gunungsari', 'gunung sari'],
  ['jawilan', 'jawilan'],
  ['kibin', 'kibin'],
  ['kopo', 'kopo'],
  ['kragilan', 'kragilan'],
  ['kramatwatu', 'keramatwatu'],
  ['lebakwangi', 'lebak wangi'],
  ['mancak', 'mancak'],
  ['pabuaran', 'pabuaran'],
  ['padarincang', 'padarincang'],
  ['pamarayan', 'pemarayan'],
  ['petir', 'petir'],
  ['pontang', 'pontang'],
  ['pulo-ampel', 'puloampel'],
  ['tanara', 'tanara'],
  ['tirtayasa', 'tirtayasa'],
  ['tunjung-teja', 'tunjungteja'],
  ['waringinkurung', 'waringin kurung'],
] as const;

test.each(kecamatan)('kecamatan %s of Kabupaten Serang is known as "%s"', (id, name) => {
  expect(named(name)).toMatchObject({ id, country: 'ID', placement: 'domestic' });
  expect(named(name)?.groups).toEqual(
    expect.arrayContaining(['kecamatan', 'kab-serang', 'banten']),
  );
});

test('Kabupaten Serang has exactly its 29 kecamatan', () => {
  expect([...new Set(inGroup('kecamatan').map((p) => p.id))]).toEqual(kecamatan.map(([id]) => id));
});

test('all 38 provinces are there', () => {
  const provinces =
    'aceh, sumatera utara, sumatera barat, riau, jambi, sumatera selatan, bengkulu, lampung, bangka belitung, kepulauan riau, jakarta, jawa barat, jawa tengah, yogyakarta, jawa timur, banten, bali, nusa tenggara barat, nusa tenggara timur, kalimantan barat, kalimantan tengah, kalimantan selatan, kalimantan timur, kalimantan utara, sulawesi utara, sulawesi tengah, sulawesi selatan, sulawesi tenggara, gorontalo, sulawesi barat, maluku, maluku utara, papua, papua barat, papua selatan, papua tengah, papua pegunungan, papua barat daya';
  const found = provinces.split(', ').map((name) => named(name)?.id);
  expect(found).not.toContain(undefined);
  expect(new Set(found).size).toBe(38);
});

test.each([
  ['kamboja', 'Cambodia', 'closed'],
  ['kemboja', 'Cambodia', 'closed'],
  ['🇰🇭', 'Cambodia', 'closed'],
  ['sihanouk ville', 'Cambodia', 'closed'],
  ['poipet', 'Cambodia', 'closed'],
  ['bavet', 'Cambodia', 'closed'],
  ['myawaddy', 'Myanmar', 'closed'],
  ['segitiga emas', 'Laos', 'closed'],
  ['mae sot', 'Thailand', 'partly'],
  ['arab', 'Saudi Arabia', 'partly'],
  ['dubai', 'United Arab Emirates', 'partly'],
  ['suriah', 'Syria', 'closed'],
  ['kl', 'Malaysia', 'open'],
  ['hongkong', 'Hong Kong', 'open'],
  ['tiongkok', 'China', 'open'],
  ['korsel', 'South Korea', 'open'],
])('"%s" is %s, placement %s', (name, country, placement) => {
  expect(named(name)).toMatchObject({ name: country, placement });
});

test('more than 60 countries are there, with codes and names that belong together', () => {
  const countryNames = new Intl.DisplayNames('en', { type: 'region' });
  const abroad = places.filter((p) => p.country !== 'ID' && !p.groups.includes('region'));
  expect(new Set(abroad.map((p) => p.country)).size).toBeGreaterThan(60);
  const known = new Map([
    ['HK', 'Hong Kong'],
    ['MO', 'Macau'],
    ['MM', 'Myanmar'],
    ['TR', 'Turkey'],
    ['CZ', 'Czech Republic'],
    ['PS', 'Palestine'],
    ['CG', 'Congo'],
    ['CI', 'Ivory Coast'],
    ['BA', 'Bosnia and Herzegovina'],
    ['TT', 'Trinidad and Tobago'],
  ]);
  for (const { country, name } of abroad) {
    expect(name).toBe(known.get(country) ?? countryNames.of(country));
  }
});

test('every scam town lies in a scam country or on the way to one', () => {
  const towns = inGroup('scam-town');
  expect(towns.length).toBeGreaterThan(15);
  for (const town of towns) expect(town.groups).toContain('scam-country');
});

test('an ordinary word is never a place without company', () => {
  const words =
    'aman serang batu metro solo malang curug kopo baros petir binuang anyar labuan maja lebak tegal batang pati kudus merak kuta bima palu landak pik kuningan perlu coba harus kedah miri rt rw nt lagi kota desa pasar genting siam sana sini male kaya oke iran-iran uang gaji kerja rumah laut darat air batu besar kecil baru lama anak ibu bapak teman bos tanah kebun sawah pabrik';
  const certain = new Set(places.filter((p) => !p.ambiguous).flatMap((p) => p.names.map(foldWord)));
  for (const word of words.split(' ')) expect(certain).not.toContain(foldWord(word));
});

test('no name of a place is a chat spelling of another word', () => {
  const variants = new Set([...spellings.keys()].map(foldWord));
  for (const name of places.flatMap((p) => p.names)) {
    if (!name.includes(' ')) expect(variants).not.toContain(foldWord(name));
  }
});

const block = {
  why: 'because of a test',
  placement: 'open',
  source: 'a test',
  date: '2026-01-01',
  confidence: 'single',
} as const;

test('plain and ambiguous names of a place become two entries with one id', () => {
  const place = { id: 'batu', name: 'Batu', names: ['kota batu'], ambiguous: ['batu'] };
  const entries = placeEntries([{ ...block, country: 'ID', groups: ['java'], places: [place] }]);
  expect(entries).toEqual([
    expect.objectContaining({ id: 'batu', names: ['kota batu'], groups: ['java'] }),
    expect.objectContaining({ id: 'batu', names: ['batu'], ambiguous: true }),
  ]);
});

test('a place without a country and a name with two owners are told', () => {
  const a = { id: 'a', name: 'Aa', country: 'AA', names: ['aman'] };
  const b = { id: 'b', name: 'Bb', country: 'BB', names: ['Amman'] };
  expect(() => placeEntries([{ ...block, places: [a, b] }])).toThrow(
    'places.yaml: b: names: "Amman" is a name of a already',
  );
  const { country: _, ...nowhere } = a;
  expect(() => placeEntries([{ ...block, places: [nowhere] }])).toThrow(
    'places.yaml: a: country: neither the place nor its block has one',
  );
});
