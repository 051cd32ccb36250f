import { join } from 'node:path';
import { z } from 'zod';
import { DataFileError, readData } from './data-file.ts';

const words = z.array(z.string().min(1)).min(1);
const inEach = z.strictObject({ id: words, su: words, jv: words, en: words });

/** What a fixed word asks for. */
export const commandNames = [
  'menu',
  'stop',
  'privacy',
  'my-data',
  'erase',
  'wrong-chat',
  'language',
  'learn',
  'quiz',
  'card',
  'stop-counting',
  'resume-counting',
] as const;
export type CommandName = (typeof commandNames)[number];

const commandsSchema = z.strictObject({
  commands: z.strictObject(
    Object.fromEntries(commandNames.map((name) => [name, inEach])) as Record<
      CommandName,
      typeof inEach
    >,
  ),
  speak: inEach,
  home: words,
  polite: words,
  'look-alikes': words,
});

/** The words of data/commands.yaml. */
export type Commands = z.infer<typeof commandsSchema>;

/**
 * Reads data/commands.yaml.
 * @throws {DataFileError} naming file and field, also where two commands share a word
 */
export function loadCommands(dataDir: string): Commands {
  const file = readData(join(dataDir, 'commands.yaml'), commandsSchema);
  const owners = new Map<string, string>();
  for (const [name, lists] of Object.entries({ ...file.commands, speak: file.speak })) {
    for (const word of Object.values(lists).flat()) {
      if (owners.has(word)) {
        throw new DataFileError(`commands.yaml: ${name}: "${word}" is there twice`);
      }
      owners.set(word, name);
    }
  }
  return file;
}
