import type { EChartsCoreOption } from 'echarts/core';
import {
  type Bar,
  type Chart,
  type ChartForm,
  chartHeight,
  chartWidth,
  type Line,
  type Tone,
} from './chart.ts';

const colours: Record<Tone, string> = {
  teal: '#0f5e66',
  red: '#b3261e',
  amber: '#c27a00',
  slate: '#64737c',
};
const ink = '#1b282a';
const quiet = '#4b595c';
const line = '#dccfb9';
const letters = 'Noto Sans, DejaVu Sans, sans-serif';

/** The library takes a quarter of a second and 20 MB: loaded with the first chart, not at the start. */
async function loadLibrary() {
  const [core, { BarChart, CustomChart, LineChart }, components, { SVGRenderer }] =
    await Promise.all([
      import('echarts/core'),
      import('echarts/charts'),
      import('echarts/components'),
      import('echarts/renderers'),
    ]);
  const { GridComponent, LegendComponent, TitleComponent } = components;
  core.use([BarChart, CustomChart, LineChart, SVGRenderer]);
  core.use([GridComponent, LegendComponent, TitleComponent]);
  return core;
}
let library: ReturnType<typeof loadLibrary> | null = null;

/** The chart as an SVG file, with no script and nothing from elsewhere. */
export async function drawChart(chart: Chart, form: ChartForm): Promise<string> {
  library ??= loadLibrary();
  const core = await library;
  const size = { width: chartWidth(chart, form), height: chartHeight(chart, form) };
  const drawn = core.init(null, null, { renderer: 'svg', ssr: true, ...size });
  try {
    drawn.setOption({
      animation: false,
      // Nobody can hover over a picture.
      silent: true,
      backgroundColor: '#fff',
      textStyle: { fontFamily: letters, fontSize: 13, color: ink },
      ...titleOf(chart, form),
      ...(chart.kind === 'bars' ? barOptions(chart, form) : trendOptions(chart, form)),
    });
    return drawn.renderToSVGString();
  } finally {
    drawn.dispose();
  }
}

function titleOf({ title, note }: Chart, form: ChartForm): EChartsCoreOption {
  if (form !== 'unduh') return {};
  return {
    title: {
      text: title,
      subtext: note,
      left: 16,
      top: 12,
      textStyle: { fontSize: 20, color: ink },
      subtextStyle: { fontSize: 13, color: quiet, width: 920, overflow: 'break' },
    },
  };
}

const gridTop: Record<ChartForm, number> = { lebar: 8, sempit: 8, unduh: 100 };

type Bars = Extract<Chart, { kind: 'bars' }>;
type Trend = Extract<Chart, { kind: 'trend' }>;

function barOptions({ bars, number }: Bars, form: ChartForm): EChartsCoreOption {
  const most = Math.max(1, ...bars.map(({ value, margin }) => value + margin));
  const names = { lebar: 190, sempit: 118, unduh: 300 }[form];
  return {
    grid: { left: names + 12, right: form === 'sempit' ? 78 : 96, top: gridTop[form], bottom: 26 },
    xAxis: {
      type: 'value',
      max: most,
      min: 0,
      splitNumber: form === 'sempit' ? 2 : 5,
      axisLabel: { color: quiet, showMaxLabel: false, formatter: number },
      splitLine: { lineStyle: { color: line } },
    },
    yAxis: {
      type: 'category',
      inverse: true,
      data: bars.map(({ label }) => label),
      axisTick: { show: false },
      axisLine: { lineStyle: { color: quiet } },
      axisLabel: { interval: 0, width: names - 24, overflow: 'break', color: ink, fontSize: 13 },
    },
    series: [
      {
        type: 'bar',
        barWidth: '56%',
        data: bars.map(({ value, tone }) => ({ value, itemStyle: { color: colours[tone] } })),
      },
      whiskers(bars, number),
    ],
  };
}

/** The range in which the true figure lies, as a thin line over the end of its bar. */
const whiskers = (bars: readonly Bar[], number: Chart['number']) => ({
  type: 'custom',
  data: bars.map((_, i) => i),
  renderItem: (
    { dataIndex }: { dataIndex: number },
    api: { coord(at: readonly number[]): number[] },
  ) => {
    const { value, margin } = bars[dataIndex]!;
    const [from = 0, y = 0] = api.coord([Math.max(0, value - margin), dataIndex]);
    const [to = 0] = api.coord([value + margin, dataIndex]);
    const style = { stroke: ink, lineWidth: 1.5, fill: 'none' };
    const shape = (x1: number, y1: number, x2: number, y2: number) => ({
      type: 'line' as const,
      shape: { x1, y1, x2, y2 },
      style,
    });
    const text = {
      type: 'text' as const,
      x: to + 6,
      y,
      style: {
        text: `${number(value)} ± ${number(margin)}`,
        fill: ink,
        font: `13px ${letters}`,
        verticalAlign: 'middle' as const,
      },
    };
    return {
      type: 'group' as const,
      children: [
        shape(from, y, to, y),
        shape(from, y - 4, from, y + 4),
        shape(to, y - 4, to, y + 4),
        text,
      ],
    };
  },
});

function trendOptions({ points, lines, number }: Trend, form: ChartForm): EChartsCoreOption {
  return {
    legend: {
      show: lines.length > 1,
      top: form === 'unduh' ? 74 : 0,
      left: 0,
      icon: 'roundRect',
      data: lines.map(({ label }) => label),
      textStyle: { color: ink, fontSize: 13 },
    },
    grid: { left: 44, right: 16, top: gridTop[form] + 28, bottom: 30 },
    xAxis: {
      type: 'category',
      data: points,
      boundaryGap: points.length < 3,
      axisLabel: { color: quiet, hideOverlap: true },
      axisLine: { lineStyle: { color: quiet } },
    },
    yAxis: {
      type: 'value',
      min: 0,
      splitNumber: 4,
      axisLabel: { color: quiet, formatter: number },
      splitLine: { lineStyle: { color: line } },
    },
    series: lines.flatMap((one, i) => [...band(one, i), stroke(one)]),
  };
}

const stroke = ({ label, tone, values }: Line) => ({
  type: 'line',
  name: label,
  data: values,
  symbol: 'circle',
  symbolSize: values.length > 60 ? 0 : 5,
  // A single figure between two that are hidden is a dot.
  showSymbol: true,
  connectNulls: false,
  lineStyle: { width: 2.5, color: colours[tone] },
  itemStyle: { color: colours[tone] },
});

/** Two lines that nobody sees, the area between them shaded: value ± margin. */
function band({ tone, values, margins }: Line, index: number) {
  const low = values.map((v, i) => (v === null ? null : Math.max(0, v - margins[i]!)));
  const width = values.map((v, i) => (v === null ? null : v + margins[i]! - low[i]!));
  const hidden = {
    type: 'line',
    stack: `band ${index}`,
    symbol: 'none',
    lineStyle: { opacity: 0 },
    connectNulls: false,
  };
  return [
    { ...hidden, data: low },
    { ...hidden, data: width, areaStyle: { color: colours[tone], opacity: 0.15 } },
  ];
}
