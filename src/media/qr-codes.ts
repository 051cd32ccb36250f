import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import type { Box, Picture } from './ocr/plane.ts';

const codesMax = 8;
const codeLengthMax = 1_000;

export type QrCode = { readonly text: string; readonly box: Box };

/** The library would fetch its program from the network; this gives it the one from the package. */
export function prepareQrReader(): void {
  const file = fileURLToPath(import.meta.resolve('zxing-wasm/reader/zxing_reader.wasm'));
  const wasmBinary = new Uint8Array(readFileSync(file)).buffer;
  prepareZXingModule({ overrides: { wasmBinary } });
}

/** QR codes of a picture, turned, inverted or small; what they hold is only text to us. */
export async function readQrCodes({ width, height, rgb }: Picture): Promise<QrCode[]> {
  const data = new Uint8ClampedArray(width * height * 4);
  for (let i = 0, from = 0; i < data.length; i += 4, from += 3) {
    data[i] = rgb[from]!;
    data[i + 1] = rgb[from + 1]!;
    data[i + 2] = rgb[from + 2]!;
    data[i + 3] = 255;
  }
  const codes = await readBarcodes({ data, width, height, colorSpace: 'srgb' } as ImageData, {
    formats: ['QRCode'],
    tryHarder: true,
    maxNumberOfSymbols: codesMax,
  });
  return codes
    .filter(({ isValid, text }) => isValid && text.trim() !== '')
    .map(({ text, position: { topLeft, topRight, bottomLeft, bottomRight } }) => {
      const corners = [topLeft, topRight, bottomLeft, bottomRight];
      const xs = corners.map((c) => c.x);
      const ys = corners.map((c) => c.y);
      const box = {
        left: Math.min(...xs),
        top: Math.min(...ys),
        right: Math.max(...xs),
        bottom: Math.max(...ys),
      };
      return { text: text.slice(0, codeLengthMax), box };
    });
}
