import { loadStoredData } from '#reference/stored-data.ts';
import { dataDir } from './load-bot.ts';

const help = `Prints everything the program keeps: each column and file, what it holds, how long and why.
Usage: npm run what-we-have`;

if (process.argv.includes('--help')) {
  process.stdout.write(`${help}\n`);
} else {
  const { tables, files } = loadStoredData(dataDir);
  for (const [table, { why, keeps, columns }] of Object.entries(tables)) {
    process.stdout.write(`\n${table}\n  why    ${why}\n  keeps  ${keeps}\n`);
    const width = Math.max(...Object.keys(columns).map((c) => c.length));
    for (const [column, holds] of Object.entries(columns)) {
      process.stdout.write(`  ${column.padEnd(width)}  ${holds}\n`);
    }
  }
  for (const { name, holds, keeps, why } of files) {
    process.stdout.write(`\n${name}\n  holds  ${holds}\n  keeps  ${keeps}\n  why    ${why}\n`);
  }
}
