import type { Box } from './ocr/plane.ts';

/** Where a picture says something, for those who show or check it. */
export type PlacedWord = {
  readonly text: string;
  /** 0 to 100. */
  readonly confidence: number;
  /** Pixels of the picture as it was read: upright, at most 1,500 px along its longer edge. */
  readonly box: Box;
};

/** Why a file gives no text; each has a sentence in data/replies. */
export const refusals = [
  'unknown-type',
  'too-large',
  'damaged',
  'locked',
  'too-slow',
  'busy',
  'no-text',
  'voice',
  'video',
  'no-country',
] as const;
export type Refusal = (typeof refusals)[number];

/** What a file says. */
export type MediaText = {
  readonly ok: true;
  /** Null for a location, which is no form of an offer. */
  readonly form: 'poster' | 'pdf' | 'card' | 'voice' | null;
  /** One line of the file a line; empty where only a QR code was found. */
  readonly text: string;
  /** What the QR codes hold; never opened. */
  readonly qr: readonly string[];
  readonly words: readonly PlacedWord[];
  /** Much may have been read wrongly or not at all. */
  readonly isUnsure: boolean;
  /** Pages of a document beyond the limit, which nobody read. */
  readonly pagesLeft: number;
};

export type MediaReading = MediaText | { readonly ok: false; readonly reason: Refusal };

export const refuse = (reason: Refusal): MediaReading => ({ ok: false, reason });
