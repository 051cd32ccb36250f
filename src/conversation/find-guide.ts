import type { Analysis } from '#analysis/analysis.ts';
import type { Guide, Guides } from '#reference/load-guides.ts';

const prefixes = { situations: 'situation', procedures: 'procedure' } as const;

/** The first guide whose phrases the message holds, and whose country it names; else null. */
export function guideIn(guides: Guides, of: keyof Guides, analysis: Analysis): Guide | null {
  const told = new Set(analysis.cues.map((c) => c.name));
  const countries = new Set(analysis.facts.places.map((p) => p.country));
  const fits = ({ id, place }: Guide) =>
    told.has(`${prefixes[of]}/${id}`) && (place === undefined || countries.has(place));
  return guides[of].find(fits) ?? null;
}
