import { errorName } from '#domain/log.ts';

/** `look`: somebody should see to it; `broken`: something does not work or keep its promise. */
export type Finding = {
  readonly state: 'ok' | 'look' | 'broken';
  /** What was looked at. */
  readonly about: string;
  /** Never a secret, a number of a person, or a text. */
  readonly what: string;
  readonly todo?: string;
};

export type Check = () => Finding[] | Promise<Finding[]>;

export const ok = (about: string, what: string): Finding => ({ state: 'ok', about, what });
export const look = (about: string, what: string, todo: string): Finding => ({
  state: 'look',
  about,
  what,
  todo,
});
export const broken = (about: string, what: string, todo: string): Finding => ({
  state: 'broken',
  about,
  what,
  todo,
});

/** Runs a check; one that fails is a finding itself and keeps no other from being made. */
export async function examine(about: string, check: Check): Promise<Finding[]> {
  try {
    return await check();
  } catch (error) {
    return [
      broken(
        about,
        `could not be looked at (${errorName(error)})`,
        'Run this as the user of the program; where that is so, look at the disk.',
      ),
    ];
  }
}

const widths = { state: 7, about: 10 };

/** Lines for the terminal. */
export function printed(findings: readonly Finding[]): string {
  return findings
    .map(({ state, about, what, todo }) => {
      const head = `${state.toUpperCase().padEnd(widths.state)} ${about.padEnd(widths.about)}`;
      const indent = ' '.repeat(head.length + 1);
      return `${head} ${what}\n${todo ? `${indent}> ${todo}\n` : ''}`;
    })
    .join('');
}
