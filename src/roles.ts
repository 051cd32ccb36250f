import type { Role } from '#operations/config.ts';

/** What a process does; several share the work on one PostgreSQL. */
export type Duties = {
  /** Chat, dashboard and what Meta calls. */
  readonly pages: boolean;
  /** Answers the mail that all processes share. */
  readonly mail: boolean;
  /** Counts, publishes, purges and watches. */
  readonly upkeep: boolean;
  /** Holds the connection of Baileys, with its file of keys and mail, and answers that mail. */
  readonly gateway: boolean;
};

const none: Duties = { pages: false, mail: false, upkeep: false, gateway: false };
const duties: Readonly<Record<Role, Duties>> = {
  all: { pages: true, mail: true, upkeep: true, gateway: true },
  web: { ...none, pages: true },
  worker: { ...none, mail: true, upkeep: true },
  gateway: { ...none, gateway: true },
};

export const dutiesOf = (role: Role): Duties => duties[role];
