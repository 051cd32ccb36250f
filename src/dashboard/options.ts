import type { Language } from '#domain/message.ts';
import type { Invariant } from '#domain/watch.ts';
import type { Hash, Release } from '#statistics/release.ts';
import type { AccountsStore } from './accounts-store.ts';
import type { HotlineEntry, IcTip, Lure, TeachTexts, Tried } from './content.ts';
import type { DashboardTexts } from './layout.ts';

/** What the page of the WhatsApp connection needs. */
export type WhatsappDesk = {
  state(): {
    readonly state: string;
    readonly why: string;
    /** Messages that wait for an answer, and answers that wait to be sent. */
    readonly waiting: number;
    readonly unsent: number;
    /** When the state last changed, in milliseconds since 1970. */
    readonly changedAt: number;
  };
  /** What links the account now: rows of a picture, `1` for dark, or a code to type. */
  code(): { readonly rows: readonly string[] } | { readonly typed: string } | null;
  restart(): Promise<void>;
  unlink(): Promise<void>;
};

/** What the program knows about itself. Times in milliseconds since 1970; null for never. */
export type ProgramState = {
  readonly checkedAt: number | null;
  /** What must always hold and does not. */
  readonly broken: readonly Invariant[];
  /** The last check could not be made. */
  readonly isBlind: boolean;
  readonly hasBackup: boolean;
  readonly backedUpAt: number | null;
};

/** All that the dashboard rests on. */
export type DashboardOptions = {
  readonly accounts: AccountsStore;
  readonly passwords: {
    hashPassword(password: string): Promise<string>;
    isPassword(password: string, stored: string | null): Promise<boolean>;
  };
  readonly texts: DashboardTexts;
  /** Published figures, oldest first. */
  readonly releases: () => Promise<readonly Release[]>;
  /** SHA-256, to check the chain of releases. */
  readonly hash: Hash;
  /** Flags and signals, in the order of their ids. */
  readonly lures: readonly Lure[];
  /** Name of every place at home by its id. */
  readonly placeNames: ReadonlyMap<string, string>;
  readonly icTip: IcTip;
  /** What the bot makes of a message. Nothing is kept or counted. */
  readonly tryMessage: (text: string) => Tried;
  readonly hotlines: {
    list(): Promise<readonly HotlineEntry[]>;
    /** False where there is no such number. */
    check(id: string, by: string, now: Date): Promise<boolean>;
  };
  readonly teach: Readonly<Record<Language, TeachTexts>>;
  /** Address that the QR code of posters leads to; null for the web chat of this program. */
  readonly botLink: string | null;
  /** Made-up figures: every page says so. */
  readonly isExample: boolean;
  readonly now: () => Date;
  /** Null where WhatsApp is off: then it has no page. */
  readonly whatsapp: WhatsappDesk | null;
  readonly programState: () => ProgramState;
  readonly onError: (error: unknown) => void;
  /** Tests set their own; see sign-in.ts. */
  readonly triesPerNetwork?: number;
};
