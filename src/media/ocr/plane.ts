/** One channel of a picture: rows of bytes from the top left, 0 black to 255 white. */
export type Plane = {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
};

/** A rectangle in pixels, right and bottom exclusive. */
export type Box = {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
};

/** A picture as it is read: its brightness, and its colours as three bytes a pixel. */
export type Picture = Plane & { readonly rgb: Uint8Array };

export type Colour = readonly [red: number, green: number, blue: number];

/** Brightness and colours of three bytes a pixel. */
export function toPicture(rgb: Uint8Array, width: number, height: number): Picture {
  const data = new Uint8Array(width * height);
  for (let i = 0, at = 0; i < data.length; i++, at += 3) {
    data[i] = (rgb[at]! * 77 + rgb[at + 1]! * 151 + rgb[at + 2]! * 28) >> 8;
  }
  return { width, height, data, rgb };
}

/** Turns a picture by a quarter clockwise. */
export function turnQuarter({ width, height, rgb }: Picture): Picture {
  const turned = new Uint8Array(rgb.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const to = (x * height + (height - 1 - y)) * 3;
      const from = (y * width + x) * 3;
      turned[to] = rgb[from]!;
      turned[to + 1] = rgb[from + 1]!;
      turned[to + 2] = rgb[from + 2]!;
    }
  }
  return toPicture(turned, height, width);
}
