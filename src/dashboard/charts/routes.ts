import type { FastifyPluginAsync } from 'fastify';
import { NotFound } from '../guard.ts';
import { languageOf } from '../layout.ts';
import type { DashboardOptions } from '../options.ts';
import { readFigures } from '../read-figures.ts';
import type { ChartForm } from './chart.ts';
import { chartNamed } from './charts.ts';
import { drawChart } from './draw.ts';

const fileName = /^(lebar|sempit|unduh)\.(svg|png)$/;
/** Drawn pictures kept in memory; each is some 10 kB. */
const keptMax = 200;
/** Twice the size in CSS pixels: sharp on paper. */
const pngDensity = 144;

/** Charts as pictures: they stand in `img` elements, because the page allows no inline styles. */
export const chartRoutes: FastifyPluginAsync<DashboardOptions> = async (server, options) => {
  const kept = new Map<string, string>();
  type Params = { release: string; chart: string; file: string };

  server.get<{ Params: Params }>(
    '/dasbor/gambar/:release/:chart/:file',
    { config: { role: 'viewer' } },
    async (request, reply) => {
      const { release, chart, file } = request.params;
      const [, form, format] = fileName.exec(file) ?? [];
      const number = numberOf(release);
      if (!form || number === undefined) throw new NotFound();
      const svg = await draw(request, chart, number, form as ChartForm);
      if (svg === null) throw new NotFound();
      if (form === 'unduh') {
        const name = `${options.isExample ? 'contoh-' : ''}${release}-${chart}.${format}`;
        void reply.header('content-disposition', `attachment; filename="${name}"`);
      }
      if (format === 'svg') return reply.type('image/svg+xml').send(svg);
      return reply.type('image/png').send(await toPng(svg));
    },
  );

  async function draw(
    request: Parameters<typeof languageOf>[0],
    name: string,
    number: number | null,
    form: ChartForm,
  ): Promise<string | null> {
    const language = languageOf(request);
    const source = await readFigures(options, language);
    const key = [language, name, number, form, source.releases.at(-1)?.hash].join(' ');
    const known = kept.get(key);
    if (known) return known;
    const chart = chartNamed(source, name, number, language);
    if (!chart) return null;
    const title = options.isExample
      ? `${chart.title} (${source.say('example.word')})`
      : chart.title;
    const svg = await drawChart({ ...chart, title }, form);
    if (kept.size >= keptMax) kept.clear();
    kept.set(key, svg);
    return svg;
  }
};

/** Null for the newest release, undefined where it is none. */
function numberOf(release: string): number | null | undefined {
  if (release === 'terbaru') return null;
  return /^\d{1,6}$/.test(release) ? Number(release) : undefined;
}

/** Loaded with the first picture only. */
async function toPng(svg: string): Promise<Buffer> {
  const { default: sharp } = await import('sharp');
  return sharp(Buffer.from(svg), { density: pngDensity }).png().toBuffer();
}
