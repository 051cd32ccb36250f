/** Results of a pure function for the last few texts; nothing is kept longer than so many milliseconds. */
export function withShortMemory<T>(
  compute: (text: string) => T,
  { textsMax, keptMs }: { readonly textsMax: number; readonly keptMs: number },
): (text: string) => T {
  const results = new Map<string, T>();
  let forgetting: NodeJS.Timeout | undefined;
  const forget = (): void => {
    results.clear();
    forgetting = undefined;
  };
  return (text) => {
    const known = results.get(text);
    if (known !== undefined) return known;
    const result = compute(text);
    const [oldest] = results.size >= textsMax ? results.keys() : [];
    if (oldest !== undefined) results.delete(oldest);
    results.set(text, result);
    if (!forgetting) forgetting = setTimeout(forget, keptMs).unref();
    return result;
  };
}
