/** Opens a database at a given moment: argv = place, milliseconds since 1970. */
import { setTimeout as sleep } from 'node:timers/promises';
import { openDatabase, pingDatabase } from '#storage/open-database.ts';

const [place = '', at = '0'] = process.argv.slice(2);
await sleep(Math.max(0, Number(at) - Date.now()));
const db = await openDatabase(place);
await pingDatabase(db);
await db.destroy();
