const fold = (text: string): string => text.toLowerCase().replace(/\s+/g, ' ').trim();

/**
 * Share of the letters of `truth` that were read wrongly, left out or added (edit distance); above
 * 1 where much was added. Capitals and white space do not count. With `isPart`, what stands before
 * and after the truth does not count either.
 */
export function errorShare(truth: string, read: string, isPart = false): number {
  const [a, b] = [fold(truth), fold(read)];
  let row = Array.from({ length: b.length + 1 }, (_, i) => (isPart ? 0 : i));
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, change));
    }
    row = next;
  }
  return (isPart ? Math.min(...row) : row.at(-1)!) / a.length;
}

/** The number below which a share of the others lies. */
export const quantile = (numbers: readonly number[], share: number): number =>
  numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length * share)] ?? Number.NaN;
