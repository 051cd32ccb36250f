import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { withShortMemory } from '../src/short-memory.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('a text is computed once, few are kept, and none for long', () => {
  const computed: string[] = [];
  const twice = withShortMemory(
    (text) => {
      computed.push(text);
      return text + text;
    },
    { textsMax: 2, keptMs: 1_000 },
  );
  expect([twice('a'), twice('a'), twice('b')]).toEqual(['aa', 'aa', 'bb']);
  expect(computed).toEqual(['a', 'b']);
  twice('c');
  twice('b');
  expect(computed).toEqual(['a', 'b', 'c']);
  twice('a');
  expect(computed).toEqual(['a', 'b', 'c', 'a']);
  vi.advanceTimersByTime(1_000);
  twice('a');
  expect(computed).toEqual(['a', 'b', 'c', 'a', 'a']);
});
