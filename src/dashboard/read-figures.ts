import type { ChartSource } from './charts/charts.ts';
import { createLabels } from './labels.ts';
import { type DashboardLanguage, sayIn } from './layout.ts';
import type { DashboardOptions } from './options.ts';

/** All published figures with their names in one language. */
export async function readFigures(
  { releases, lures, texts, placeNames }: DashboardOptions,
  language: DashboardLanguage,
): Promise<ChartSource> {
  const say = sayIn(texts, language);
  const labels = createLabels(say, language, lures, placeNames);
  return { releases: await releases(), lures, labels, say };
}
