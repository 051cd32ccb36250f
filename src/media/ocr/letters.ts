import { type Component, findComponents } from './components.ts';
import type { Box, Colour, Picture, Plane } from './plane.ts';

/** Something that may be a letter: a patch of one brightness that stands off what is around it. */
export type Letter = Box & {
  readonly light: boolean;
  /** Brightness at which it was found. */
  readonly level: number;
  /** Share of its box that it fills. */
  readonly fill: number;
  readonly colour: Colour;
  /** One of its pixels. */
  readonly x: number;
  readonly y: number;
};

const levelStep = 14;
const dotHeightMinPx = 3;
/** Of the height of the picture. */
const letterHeightShareMax = 0.3;
/** Letters of running hands hang together. */
const widthPerHeightMax = 14;
const fillMin = 0.12;
const areaMinPx = 8;
const colourSamples = 200;
const growthMax = 0.6;
/** So wide, for its height, is a word of a running hand; or a wave, a cloud, a shadow. */
const wordWidthMin = 2.2;
const wordGrowthMax = 0.2;
/** A patch that fills its box and holds others is the ground they are written on. */
const plateFillMin = 0.75;

type Node = Component & {
  readonly level: number;
  /** How much it grows to the next looser level, as a share. Letters hardly grow. */
  growth: number;
  readonly children: Node[];
  readonly isLetter: boolean;
};

/** All patches that may be letters or their dots, dark on light or light on dark. */
export function findLetters(picture: Picture): Letter[] {
  return [...findOfOneKind(picture, false), ...findOfOneKind(picture, true)];
}

/**
 * Thresholds the picture at many levels and keeps of each patch the level where it grows least,
 * as "maximally stable extremal regions" do (Matas 2002), with far fewer levels.
 */
function findOfOneKind(plane: Picture, light: boolean): Letter[] {
  let stricter: Node[] = [];
  for (let step = levelStep; step < 256 - levelStep / 2; step += levelStep) {
    const level = light ? 255 - step : step;
    const layer = findComponents(plane, level, light);
    const nodes = layer.components.map((c) => toNode(c, level, plane));
    for (const node of stricter) {
      const above = nodes[layer.at(node.x, node.y)];
      if (!above) continue;
      node.growth = (above.area - node.area) / node.area;
      above.children.push(node);
    }
    stricter = nodes.filter((node) => node !== null);
  }
  const found: Node[] = [];
  for (const root of stricter) found.push(...best(root));
  return found.map((n) => ({
    left: n.left,
    top: n.top,
    right: n.right,
    bottom: n.bottom,
    light,
    x: n.x,
    y: n.y,
    level: n.level,
    fill: n.area / ((n.right - n.left) * (n.bottom - n.top)),
    colour: colourOf(n, plane, light),
  }));
}

/** Mean colour of the patch, from some of its pixels well within the level. */
function colourOf(node: Node, { width, data, rgb }: Picture, light: boolean): Colour {
  const [w, h] = [node.right - node.left, node.bottom - node.top];
  const stride = Math.max(1, Math.floor(Math.sqrt((w * h) / colourSamples)));
  let mean = 0;
  let count = 0;
  const sums = [0, 0, 0] as [number, number, number];
  const each = (use: (at: number) => void, level: number) => {
    for (let y = node.top; y < node.bottom; y += stride) {
      for (let x = node.left; x < node.right; x += stride) {
        const at = y * width + x;
        if (light ? data[at]! >= level : data[at]! <= level) use(at);
      }
    }
  };
  each((at) => {
    mean += data[at]!;
    count++;
  }, node.level);
  mean /= count || 1;
  count = 0;
  each((at) => {
    for (let c = 0; c < 3; c++) sums[c]! += rgb[at * 3 + c]!;
    count++;
  }, mean);
  return [sums[0] / (count || 1), sums[1] / (count || 1), sums[2] / (count || 1)];
}

/** A patch as a part of the tree; a speck and all within it can be no letter, and takes no room. */
function toNode(c: Component, level: number, plane: Plane): Node | null {
  if (c.area < areaMinPx || c.bottom - c.top < dotHeightMinPx) return null;
  return { ...c, level, growth: 1, children: [], isLetter: looksLikeLetter(c, plane) };
}

/** The letters within a patch: itself, or the smaller patches that it holds at stricter levels. */
function best(node: Node): Node[] {
  const within = node.children.flatMap(best);
  const wide = node.right - node.left > (node.bottom - node.top) * wordWidthMin;
  if (!node.isLetter || node.growth > (wide ? wordGrowthMax : growthMax)) return within;
  if (within.length === 0) return [node];
  const fill = node.area / ((node.right - node.left) * (node.bottom - node.top));
  if (fill > plateFillMin && within.length > 1) return within;
  let growth = 0;
  let area = 0;
  for (const n of within) {
    growth += n.growth * n.area;
    area += n.area;
  }
  return growth / area < node.growth && area > node.area / 3 ? within : [node];
}

function looksLikeLetter(c: Component, { width, height }: Plane): boolean {
  const w = c.right - c.left;
  const h = c.bottom - c.top;
  if (h > height * letterHeightShareMax) return false;
  if (w > h * widthPerHeightMax || w > width * 0.9) return false;
  return c.area >= w * h * fillMin && c.area >= areaMinPx;
}
