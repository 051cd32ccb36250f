import type { AccountsStore } from './accounts-store.ts';
import type { DashboardTexts } from './layout.ts';

/** All that the dashboard rests on. */
export type DashboardOptions = {
  readonly accounts: AccountsStore;
  readonly passwords: {
    hashPassword(password: string): Promise<string>;
    isPassword(password: string, stored: string | null): Promise<boolean>;
  };
  readonly texts: DashboardTexts;
  readonly now: () => Date;
  readonly onError: (error: unknown) => void;
  /** Tests set their own; see sign-in.ts. */
  readonly triesPerNetwork?: number;
};
