/** A file made to do harm, or only broken; `says` names what must come of it, where that is fixed. */
export type HostileFile = {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Reasons of media-reading.ts, or `text` for a file that is read all the same. */
  readonly says?: readonly string[];
};

export const hostile = (
  name: string,
  bytes: Uint8Array | string,
  ...says: readonly string[]
): HostileFile => ({
  name,
  bytes: typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes,
  ...(says.length > 0 && { says }),
});

/** The same file broken off at `count` places. */
export const cutShort = (name: string, bytes: Uint8Array, count: number): HostileFile[] =>
  Array.from({ length: count }, (_, i) => {
    const length = Math.floor((bytes.length * (i + 1)) / (count + 1));
    return hostile(`${name} of ${length} bytes`, bytes.subarray(0, length));
  });

/** The same file with some bytes struck at places that chance chose once. */
export function spoil(name: string, bytes: Uint8Array, count: number): HostileFile[] {
  let seed = bytes.length;
  const next = (below: number): number => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((seed / 2_147_483_648) * below);
  };
  return Array.from({ length: count }, (_, i) => {
    const spoiled = Buffer.from(bytes);
    // The first bytes tell the type: without them nobody would look inside.
    for (let k = 0; k < 6; k++) spoiled[12 + next(bytes.length - 12)] = next(256);
    return hostile(`${name}, spoilt ${i + 1}`, spoiled);
  });
}
