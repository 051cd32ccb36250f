import type { Box, Plane } from './plane.ts';

/** Pixels that hang together at one level of brightness. `x`, `y`: one of them. */
export type Component = Box & { readonly area: number; readonly x: number; readonly y: number };

/** The components of one level, and which of them holds a pixel. */
export type Layer = {
  readonly components: readonly Component[];
  /** Index of the component at a pixel; -1 where the pixel is on the other side of the level. */
  readonly at: (x: number, y: number) => number;
};

/** Growing list of whole numbers without the cost of an array of numbers. */
class Numbers {
  data = new Int32Array(4096);
  length = 0;
  push(value: number): void {
    if (this.length === this.data.length) {
      const larger = new Int32Array(this.length * 2);
      larger.set(this.data);
      this.data = larger;
    }
    this.data[this.length++] = value;
  }
}

/**
 * Finds what is darker than `level` (or lighter, with `light`), eight neighbours, by runs of
 * pixels in a row: one pass, no map of labels.
 */
export function findComponents(plane: Plane, level: number, light: boolean): Layer {
  const runs = findRuns(plane, level, light);
  const { starts, ends, rows } = runs;
  const root = joinRuns(runs, plane.height);
  const { components, indexOf } = measure(runs, plane.height, root);
  return {
    components,
    at(x, y) {
      let low = rows[y]!;
      let high = rows[y + 1]!;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (ends.data[middle]! <= x) low = middle + 1;
        else high = middle;
      }
      return low < rows[y + 1]! && starts.data[low]! <= x ? indexOf[low]! : -1;
    },
  };
}

/** Joins runs that touch those of the row above; gives the first run of each component. */
function joinRuns({ starts, ends, rows }: Runs, height: number): (run: number) => number {
  const parent = new Int32Array(starts.length);
  for (let i = 0; i < parent.length; i++) parent[i] = i;
  const root = (i: number): number => {
    let r = i;
    while (parent[r] !== r) {
      parent[r] = parent[parent[r]!]!;
      r = parent[r]!;
    }
    return r;
  };
  const join = (a: number, b: number) => {
    const [one, other] = [root(a), root(b)];
    parent[Math.max(one, other)] = Math.min(one, other);
  };
  for (let y = 1; y < height; y++) {
    let above = rows[y - 1]!;
    const aboveEnd = rows[y]!;
    for (let here = rows[y]!; here < rows[y + 1]!; here++) {
      while (above < aboveEnd && ends.data[above]! < starts.data[here]!) above++;
      for (let a = above; a < aboveEnd && starts.data[a]! <= ends.data[here]!; a++) join(a, here);
    }
  }
  return root;
}

type Runs = { readonly starts: Numbers; readonly ends: Numbers; readonly rows: Int32Array };

function findRuns({ width, height, data }: Plane, level: number, light: boolean): Runs {
  const starts = new Numbers();
  const ends = new Numbers();
  const rows = new Int32Array(height + 1);
  for (let y = 0; y < height; y++) {
    rows[y] = starts.length;
    const row = y * width;
    let inside = false;
    for (let x = 0; x < width; x++) {
      const is = light ? data[row + x]! > level : data[row + x]! < level;
      if (is === inside) continue;
      if (is) starts.push(x);
      else ends.push(x);
      inside = is;
    }
    if (inside) ends.push(width);
  }
  rows[height] = starts.length;
  return { starts, ends, rows };
}

function measure({ starts, ends, rows }: Runs, height: number, root: (i: number) => number) {
  type Mutable = { -readonly [K in keyof Component]: Component[K] };
  const components: Mutable[] = [];
  const indexOf = new Int32Array(starts.length);
  for (let y = 0; y < height; y++) {
    for (let i = rows[y]!; i < rows[y + 1]!; i++) {
      const left = starts.data[i]!;
      const right = ends.data[i]!;
      const r = root(i);
      if (r === i) {
        indexOf[i] = components.length;
        components.push({ left, right, top: y, bottom: y + 1, area: right - left, x: left, y });
        continue;
      }
      const index = indexOf[r]!;
      indexOf[i] = index;
      const c = components[index]!;
      c.area += right - left;
      if (left < c.left) c.left = left;
      if (right > c.right) c.right = right;
      c.bottom = y + 1;
    }
  }
  return { components, indexOf };
}
