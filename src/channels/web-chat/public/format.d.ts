export type Run = { readonly text: string; readonly bold: boolean; readonly href: string | null };
export function runs(text: string): Run[];
