/** A piece of one line. `quoted`: the person's own words. `href`: a number to call or a chat. */
export type Run = {
  readonly text: string;
  readonly bold: boolean;
  readonly quoted: boolean;
  readonly href: string | null;
};
/** A paragraph or a list; every line is made of runs. `start`: the first number of an `ol`, else NaN. */
export type Block = {
  readonly kind: 'p' | 'ul' | 'ol';
  readonly start: number;
  readonly lines: readonly (readonly Run[])[];
};
export function blocks(text: string): Block[];
