import type { Config } from '#operations/config.ts';
import { broken, examine, type Finding, ok, printed } from './doctor/finding.ts';

const help = `Looks whether all is well, and says what to do. It changes nothing, and may run at any time.

  npm run doctor

One line for each thing: OK, LOOK (see to it) or BROKEN. It ends with 1 where something is broken.
Run it as the user of the program and with the same settings.
`;
const nodeMajorMin = 24;

if (process.argv.includes('--help')) process.stdout.write(help);
else {
  const findings = await examineAll();
  process.stdout.write(printed(findings));
  const count = (state: Finding['state']) => findings.filter((f) => f.state === state).length;
  process.stdout.write(
    `\n${count('ok')} ok, ${count('look')} to look at, ${count('broken')} broken\n`,
  );
  process.exitCode = count('broken') > 0 ? 1 : 0;
}

async function examineAll(): Promise<Finding[]> {
  const version = process.versions.node;
  if (Number(version.split('.')[0]) < nodeMajorMin) {
    const todo = `Use Node ${nodeMajorMin} or newer; "npm run doctor" brings its own.`;
    return [broken('node', `version ${version}`, todo)];
  }
  // Loaded only now: the database driver crashes on an older Node.
  const { readConfig, ConfigError } = await import('#operations/config.ts');
  try {
    return [ok('node', `version ${version}`), ...(await examineWith(readConfig(process.env)))];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return [broken('settings', error.message, 'Mend it: the program does not start like this.')];
  }
}

async function examineWith(config: Config): Promise<Finding[]> {
  const machine = await import('./doctor/machine.ts');
  const { checkKeys } = await import('./doctor/keys.ts');
  const { checkDatabase } = await import('./doctor/database.ts');
  const upkeep = await import('./doctor/upkeep.ts');
  const { checkWhatsapp } = await import('./doctor/whatsapp.ts');
  const now = new Date();
  const state = config.port === 0 ? 'no' : await machine.isRunning(config.host, config.port);
  const running = state === 'yes';
  const { db, findings } = await checkDatabase(config.database);
  let lastReleaseAt: number | null = null;
  const figures = async () => {
    // The journal lies where figures are published, not beside every gateway.
    if (!db || config.role === 'gateway') return [];
    const checked = await upkeep.checkInvariants(db, config, now, running);
    lastReleaseAt = checked.lastReleaseAt;
    return [...checked.findings];
  };
  try {
    return [
      ...(await examine('settings', () => upkeep.checkSettings(config))),
      ...(await examine('folder', () => machine.checkFolder(config.dataDir))),
      ...(await examine('keys', () => checkKeys(config))),
      ...findings,
      ...(await examine('figures', figures)),
      ...(await examine('clock', () =>
        machine.checkClock(config.dataDir, now.getTime(), lastReleaseAt),
      )),
      ...(await examine('backup', () => upkeep.checkBackup(config, now.getTime(), running))),
      ...(await examine('hotlines', () => upkeep.checkHotlines(db, now))),
      ...(await examine('whatsapp', () => checkWhatsapp(config, now.getTime()))),
      ...machine.checkPort(config.port, state),
    ];
  } finally {
    await db?.destroy();
  }
}
