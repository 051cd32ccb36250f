import { readFileSync } from 'node:fs';

export type Locked = {
  readonly name: string;
  readonly version: string;
  readonly license?: string;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly hasInstallScript?: boolean;
  /** Only for building and testing. */
  readonly dev?: boolean;
  /** Not everywhere: builds for other systems. */
  readonly optional?: boolean;
  readonly link?: boolean;
};

/** Every package of package-lock.json but ourselves. */
export function readLockfile(): readonly Locked[] {
  const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
    packages: Readonly<Record<string, Omit<Locked, 'name'>>>;
  };
  return Object.entries(packages)
    .filter(([path]) => path !== '')
    .map(([path, locked]) => ({ name: path.replace(/^.*node_modules\//, ''), ...locked }));
}
