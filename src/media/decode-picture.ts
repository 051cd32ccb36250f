import sharp from 'sharp';
import { type Picture, toPicture } from './ocr/plane.ts';

/** A picture with more pixels is not unpacked: 50 million take 150 MB, phones make 12 to 48. */
export const pixelsMax = 50_000_000;
/** The longer edge as it is read: 1,500 px show a page of small print and cost a second. */
const edgePx = 1_500;
const edgeMinPx = 16;
const decodeTimeoutS = 10;

// One picture at a time in this process; nothing is worth keeping between two.
sharp.cache(false);
sharp.concurrency(1);

export type Decoded =
  | { readonly ok: true; readonly picture: Picture }
  | { readonly ok: false; readonly reason: 'too-large' | 'damaged' | 'no-text' };

/** Unpacks the first frame of a picture, upright as its EXIF says, on white, at reading size. */
export async function decodePicture(bytes: Uint8Array): Promise<Decoded> {
  try {
    const { width, height } = await sharp(bytes, { limitInputPixels: false }).metadata();
    if (width * height > pixelsMax) return { ok: false, reason: 'too-large' };
    if (Math.min(width, height) < edgeMinPx) return { ok: false, reason: 'no-text' };
    // Half a picture is better than none: a download that broke off may show the important part.
    const { data, info } = await sharp(bytes, { limitInputPixels: pixelsMax, failOn: 'none' })
      .autoOrient()
      .resize(edgePx, edgePx, { fit: 'inside', kernel: 'cubic' })
      .flatten({ background: '#fff' })
      .toColourspace('srgb')
      .removeAlpha()
      .timeout({ seconds: decodeTimeoutS })
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true });
    if (info.channels !== 3) return { ok: false, reason: 'damaged' };
    if (Math.min(info.width, info.height) < edgeMinPx) return { ok: false, reason: 'no-text' };
    const picture = toPicture(new Uint8Array(data), info.width, info.height);
    return { ok: true, picture };
  } catch (error) {
    const text = error instanceof Error ? error.message : '';
    return {
      ok: false,
      reason: /pixel limit|too (large|big)/i.test(text) ? 'too-large' : 'damaged',
    };
  }
}

/** A plane as a PNG file, packed quickly rather than well. */
export const toPng = (data: Uint8Array, width: number, height: number): Promise<Buffer> =>
  sharp(data, { raw: { width, height, channels: 1 } })
    .png({ compressionLevel: 1 })
    .toBuffer();

/** Raw pixels as a picture file, for what was taken out of a document. */
export const rawToPng = (
  data: Uint8ClampedArray,
  width: number,
  height: number,
  channels: 1 | 3 | 4,
): Promise<Buffer> =>
  sharp(data, { raw: { width, height, channels }, limitInputPixels: pixelsMax })
    .png({ compressionLevel: 1 })
    .toBuffer();
