import { readLockfile } from './lockfile.ts';

// npm run licences: what the program is made of, one package a line, for who must check it.

const packages = readLockfile().filter(({ dev }) => !dev);
const lines = packages.map(
  ({ name, version, license = 'none' }) => `${license}\t${name} ${version}`,
);
process.stdout.write(`${[...new Set(lines)].sort().join('\n')}\n`);
