import { Canvas, type Drawing, wrap } from './canvas.ts';

export type Offer = { readonly title: string; readonly lines: readonly string[] };
type Random = () => number;

const fonts = [
  'DejaVu Sans',
  'Liberation Sans',
  'Liberation Serif',
  'Noto Sans',
  'Noto Serif',
  'Noto Sans Display',
  'DejaVu Sans Condensed',
];

const centred = (width: number): string => `text-anchor="middle" data-x="${width}"`;
const bold = 'font-weight="bold"';
const pick = <T>(random: Random, list: readonly T[]): T =>
  list[Math.floor(random() * list.length)]!;
const canvas = (random: Random, width: number, height: number): Canvas =>
  new Canvas(width, height, pick(random, fonts));

export type Layout = (offer: Offer, random: Random) => Drawing;

const flyer: Layout = ({ title, lines }, random) => {
  const c = canvas(random, 1_080, 1_350);
  c.rect(0, 0, 1_080, 1_350, '#ffd83d');
  for (let i = -4; i < 16; i++) c.raw(`<path d="M${i * 130} 0h60l-200 330h-60z" fill="#d31f26"/>`);
  c.rect(60, 60, 960, 190, '#c1121f');
  c.block(540, 140, 900, 58, [title], '#fff', `${centred(540)} ${bold}`);
  c.block(80, 420, 920, 42, lines, '#222');
  return c.done();
};

const notice: Layout = ({ title, lines }, random) => {
  const c = new Canvas(1_000, 1_414, pick(random, ['Liberation Serif', 'Noto Serif']));
  c.rect(0, 0, 1_000, 1_414, '#fdf3b8');
  c.raw(
    '<rect x="30" y="30" width="940" height="1354" fill="none" stroke="#333" stroke-width="6"/><rect x="44" y="44" width="912" height="1326" fill="none" stroke="#333" stroke-width="2"/>',
  );
  const at = c.block(500, 150, 800, 60, [title], '#111', `${centred(500)} ${bold}`);
  c.raw(`<path d="M150 ${at}h700" stroke="#333" stroke-width="3"/>`);
  c.block(500, at + 70, 820, 38, lines, '#111', centred(500));
  return c.done();
};

const table: Layout = ({ title, lines }, random) => {
  const c = canvas(random, 1_080, 1_200);
  c.rect(0, 0, 1_080, 1_200, '#eef4fb');
  c.rect(0, 0, 1_080, 150, '#14427a');
  c.write(40, 95, 50, title, '#fff', bold);
  let at = 200;
  for (const [i, line] of lines.entries()) {
    const wrapped = wrap(line, 760, 34);
    const height = wrapped.length * 46 + 30;
    c.rect(40, at, 1_000, height, i % 2 ? '#ffffff' : '#d9e6f5', 'stroke="#14427a"');
    c.write(60, at + 45, 34, `${i + 1}.`, '#14427a', bold);
    for (const [k, text] of wrapped.entries()) c.write(160, at + 45 + k * 46, 34, text, '#1b1b1b');
    c.raw(`<path d="M140 ${at}v${height}" stroke="#14427a"/>`);
    at += height;
  }
  return c.done();
};

function chat(
  random: Random,
  look: { back: string; bubble: string; ink: string; bar: string; barInk: string; quiet: string },
  { title, lines }: Offer,
): Drawing {
  const c = new Canvas(720, 1_480, pick(random, ['Noto Sans', 'Liberation Sans']));
  c.rect(0, 0, 720, 1_480, look.back);
  c.rect(0, 0, 720, 130, look.bar);
  c.raw(`<circle cx="90" cy="82" r="34" fill="${look.bubble}"/>`);
  c.write(
    24,
    34,
    22,
    `1${Math.floor(random() * 10)}.${10 + Math.floor(random() * 49)}`,
    look.barInk,
  );
  c.write(140, 78, 30, 'Bu Sari Loker', look.barInk, bold);
  c.write(140, 112, 22, 'terakhir dilihat hari ini', look.barInk);
  const size = 27;
  const texts = [title, ...lines];
  const count = texts.flatMap((t) => wrap(t, 560, size)).length;
  const height = count * size * 1.35 + texts.length * size * 0.35 + 70;
  c.rect(30, 190, 620, height, look.bubble, 'rx="22"');
  const end = c.block(56, 240, 560, size, texts, look.ink);
  c.write(560, end + 10, 20, '08.41', look.quiet);
  c.rect(0, 1_380, 720, 100, look.bar);
  c.write(40, 1_440, 28, 'Pesan', look.barInk, 'opacity="0.75"');
  return c.done();
}
const telegram: Layout = (offer, random) =>
  chat(
    random,
    {
      back: '#a9c8a0',
      bubble: '#ffffff',
      ink: '#111',
      bar: '#517da2',
      barInk: '#fff',
      quiet: '#7a8a7a',
    },
    offer,
  );
const telegramDark: Layout = (offer, random) =>
  chat(
    random,
    {
      back: '#0e1621',
      bubble: '#182533',
      ink: '#f5f5f5',
      bar: '#17212b',
      barInk: '#e6edf3',
      quiet: '#6d7f8f',
    },
    offer,
  );
const sms: Layout = (offer, random) =>
  chat(
    random,
    {
      back: '#ffffff',
      bubble: '#e9e9eb',
      ink: '#1a1a1a',
      bar: '#f7f7f8',
      barInk: '#333',
      quiet: '#8b8b90',
    },
    offer,
  );

/** A picture behind: soft patches of many colours. */
function scenery(c: Canvas, random: Random, colours: readonly string[]): void {
  c.raw(
    '<defs><filter id="soft"><feGaussianBlur stdDeviation="40"/></filter><filter id="grain"><feTurbulence baseFrequency="0.7" numOctaves="2" seed="4"/><feColorMatrix values="0 0 0 0 0.5 0 0 0 0 0.5 0 0 0 0 0.5 0 0 0 0.35 0"/></filter></defs>',
  );
  c.rect(0, 0, c.width, c.height, colours[0]!);
  for (let i = 0; i < 40; i++) {
    const [x, y, r] = [random() * c.width, random() * c.height, 60 + random() * 220];
    c.raw(
      `<circle cx="${x}" cy="${y}" r="${r}" fill="${pick(random, colours)}" filter="url(#soft)"/>`,
    );
  }
  c.raw(`<rect width="${c.width}" height="${c.height}" filter="url(#grain)"/>`);
}

const story: Layout = ({ title, lines }, random) => {
  const c = canvas(random, 1_080, 1_920);
  scenery(c, random, ['#3b5d50', '#8fb996', '#d9c7a3', '#5a7d9a', '#2b3a42']);
  let at = 420;
  for (const [i, text] of [title, ...lines].entries()) {
    for (const line of wrap(text, 900, 46)) {
      const width = line.length * 46 * 0.6 + 40;
      c.rect(70, at - 50, width, 66, i === 0 ? '#e63946' : '#ffffff');
      c.write(88, at, 44, line, i === 0 ? '#fff' : '#111', bold);
      at += 74;
    }
    at += 20;
  }
  return c.done();
};

const video: Layout = ({ title, lines }, random) => {
  const c = canvas(random, 720, 1_560);
  scenery(c, random, ['#1d1d25', '#4b3b47', '#6a6262', '#2f2f3f', '#937b63']);
  c.block(
    360,
    260,
    560,
    42,
    [title],
    '#fff',
    `${centred(360)} ${bold} stroke="#000" stroke-width="7" paint-order="stroke"`,
  );
  const end = c.block(
    40,
    560,
    560,
    34,
    lines,
    '#fff',
    `${bold} stroke="#000" stroke-width="6" paint-order="stroke"`,
  );
  for (const [i, text] of ['12,4 rb', '318', 'Bagikan'].entries()) {
    const y = Math.max(1_000, end) + i * 120;
    c.raw(`<circle cx="660" cy="${y - 60}" r="30" fill="#fff" opacity="0.85"/>`);
    c.write(660, y, 22, text, '#fff', centred(660));
  }
  return c.done();
};

const shadowed: Layout = ({ title, lines }, random) => {
  const c = canvas(random, 1_080, 1_350);
  c.raw(
    '<defs><linearGradient id="g" x2="1" y2="1"><stop stop-color="#0b132b"/><stop offset="1" stop-color="#5b2a86"/></linearGradient><linearGradient id="t"><stop stop-color="#ffd166"/><stop offset="1" stop-color="#ef476f"/></linearGradient><filter id="s"><feDropShadow dx="5" dy="5" stdDeviation="3"/></filter></defs>',
  );
  c.raw('<rect width="1080" height="1350" fill="url(#g)"/>');
  const at = c.block(70, 180, 900, 76, [title], 'url(#t)', `${bold} filter="url(#s)"`);
  c.block(70, at + 40, 940, 40, lines, '#e8e6f0');
  return c.done();
};

const pale: Layout = ({ title, lines }, random) => {
  const c = canvas(random, 1_080, 1_350);
  c.rect(0, 0, 1_080, 1_350, '#e9dfce');
  const at = c.block(90, 170, 900, 56, [title], '#8d7b68', bold);
  c.block(90, at + 30, 900, 36, lines, '#a08f7b');
  return c.done();
};

const small: Layout = ({ title, lines }, random) => {
  const c = canvas(random, 1_080, 1_080);
  c.rect(0, 0, 1_080, 1_080, '#ffffff');
  c.rect(0, 0, 1_080, 90, '#006d77');
  c.write(30, 60, 40, title, '#fff', bold);
  const end = c.block(30, 140, 1_000, 21, [...lines, ...lines.toReversed()], '#1f2933');
  c.write(30, end + 30, 18, 'Info: kantor buka Senin sampai Jumat', '#52606d');
  return c.done();
};

const collage: Layout = ({ title, lines }, random) => {
  const c = canvas(random, 1_400, 1_000);
  c.rect(0, 0, 1_400, 1_000, '#2a9d8f');
  const half = Math.ceil(lines.length / 2);
  for (const [i, part] of [lines.slice(0, half), lines.slice(half)].entries()) {
    const x = 40 + i * 680;
    c.rect(x, 180, 640, 780, i === 0 ? '#fff' : '#264653', 'rx="24"');
    c.block(x + 40, 260, 560, 36, part, i === 0 ? '#222' : '#f1faee');
    if (i === 0) c.write(40, 120, 62, title, '#fff', bold);
  }
  // The title stands first.
  const at = c.words.indexOf(title);
  c.words.unshift(...c.words.splice(at, 1));
  return c.done();
};

const badges: Layout = ({ title, lines }, random) => {
  const c = canvas(random, 1_080, 1_500);
  scenery(c, random, ['#f4a261', '#e9c46a', '#fefae0', '#dda15e', '#bc6c25']);
  c.raw('<path d="M0 90h1080v150H0z" fill="#1d3557"/>');
  c.block(540, 160, 980, 54, [title], '#fff', `${centred(540)} ${bold}`);
  let at = 310;
  for (const line of lines) {
    const wrapped = wrap(line, 820, 38);
    c.rect(70, at, 940, wrapped.length * 52 + 30, '#fffdf5', 'rx="40" opacity="0.93"');
    c.raw(
      `<circle cx="120" cy="${at + 42}" r="24" fill="#e76f51"/><path d="M110 ${at + 42}l8 9 14-18" stroke="#fff" stroke-width="5" fill="none"/>`,
    );
    for (const [k, text] of wrapped.entries()) c.write(170, at + 55 + k * 52, 38, text, '#1d1d1d');
    at += wrapped.length * 52 + 54;
  }
  return c.done();
};

export const layouts = {
  flyer,
  notice,
  table,
  telegram,
  telegramDark,
  sms,
  story,
  video,
  shadowed,
  pale,
  small,
  collage,
  badges,
} as const;
