/** Counts wishes until none waits: argv = folder of keys and journal, database. */
import { openStatistics } from '../support/open-statistics.ts';

const [folder = '', place = ''] = process.argv.slice(2);
const { statistics, db, events } = await openStatistics(folder, 9, place);
process.stdout.write('counting\n');
statistics.wake();
await statistics.settle();
await db.destroy();
if (events.length > 0) throw new Error(JSON.stringify(events));
