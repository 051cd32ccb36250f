/** One instruction of a Dockerfile; continued lines are joined, comments are gone. */
export type Instruction = { readonly name: string; readonly rest: string };
export type Stage = { readonly name: string; readonly steps: readonly Instruction[] };

/** The stages of a Dockerfile in order. @throws for a line that is no instruction */
export function readDockerfile(text: string): readonly Stage[] {
  const lines = text
    .split('\n')
    .filter((line) => !line.trimStart().startsWith('#'))
    .join('\n')
    .replace(/\\\n\s*/g, '')
    .split('\n')
    .filter((line) => line.trim() !== '');
  const stages: { name: string; steps: Instruction[] }[] = [];
  for (const line of lines) {
    const [, name, rest] = /^([A-Z]+) (.+)$/.exec(line) ?? [];
    if (!name || !rest) throw new Error(`no instruction: ${line}`);
    if (name === 'FROM') stages.push({ name: / AS (\S+)$/.exec(rest)?.[1] ?? '', steps: [] });
    stages.at(-1)!.steps.push({ name, rest });
  }
  return stages;
}

/** `A=1 B=2` as pairs. */
export const pairsOf = (rest: string): Record<string, string> =>
  Object.fromEntries([...rest.matchAll(/(\w+)=(\S+)/g)].map((m) => [m[1]!, m[2]!]));
