import { isGap, type WordSets } from './phrase-elements.ts';
import { wordIdFirst } from './vocabulary.ts';

/** The element a phrase is filed under, or it and its right neighbour. */
export type Anchor = { readonly element: number; readonly pair: boolean };

/** A pair of choices is filed under every combination up to this many. */
const pairCombinationsMax = 100;
/** A number, an amount or a place stands in nearly every message: as common as so many uses. */
const classUses = 200;
/** Meeting one common word is so many times likelier than meeting two beside each other. */
const aloneFactor = 100;

/** How often an element will be met, by how often phrases use its words. */
function weightOf(element: number, sets: WordSets, uses: Int32Array): number {
  let sum = 0;
  for (const id of sets.members(element)) sum += id < wordIdFirst ? classUses : uses[id]!;
  return sum;
}

/** The element, or pair of neighbours, that the fewest messages will meet. */
export function chooseAnchor(
  elements: readonly number[],
  sets: WordSets,
  uses: Int32Array,
): Anchor {
  let best = { element: 0, pair: false };
  let least = Number.POSITIVE_INFINITY;
  let weight = weightOf(elements[0]!, sets, uses);
  for (let i = 0; i < elements.length; i++) {
    const right = elements[i + 1];
    const rightWeight = right === undefined || isGap(right) ? 0 : weightOf(right, sets, uses);
    if (!isGap(elements[i]!)) {
      if (weight * aloneFactor < least) {
        least = weight * aloneFactor;
        best = { element: i, pair: false };
      }
      const together = Math.sqrt(weight * rightWeight);
      if (rightWeight > 0 && together < least && isFew(elements[i]!, right!, sets)) {
        least = together;
        best = { element: i, pair: true };
      }
    }
    weight = rightWeight;
  }
  return best;
}

const isFew = (a: number, b: number, sets: WordSets): boolean =>
  sets.members(a).length * sets.members(b).length <= pairCombinationsMax;

/** The rarest element beside the anchor, or null where there is none. */
export function chooseGuard(
  elements: readonly number[],
  anchor: Anchor,
  sets: WordSets,
  uses: Int32Array,
): number | null {
  let best: number | null = null;
  let least = Number.POSITIVE_INFINITY;
  elements.forEach((element, i) => {
    const isAnchor = i === anchor.element || (anchor.pair && i === anchor.element + 1);
    if (isAnchor || isGap(element)) return;
    const weight = weightOf(element, sets, uses);
    if (weight < least) {
      least = weight;
      best = element;
    }
  });
  return best;
}
