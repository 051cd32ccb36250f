import type { Account, Act, AuditEntry, Proposal, Role, SignIn } from './accounts.ts';

/** Where accounts lie. Ids of browsers and links are kept as hashes only. */
export type AccountsStore = {
  count(): Promise<number>;
  list(): Promise<readonly Account[]>;
  byName(name: string): Promise<Account | null>;
  /** @returns null where the name is taken */
  add(name: string, role: Role): Promise<Account | null>;
  remove(name: string): Promise<void>;
  change(id: number, fields: Partial<Omit<Account, 'id' | 'name'>>): Promise<void>;
  /** One more wrong password or code; whether the account is locked by it. */
  failed(id: number, now: number): Promise<boolean>;
  /** Forgets wrong passwords; false where the account was locked meanwhile. */
  succeeded(id: number, now: number): Promise<boolean>;
  /** Signs out everywhere. */
  endSignIns(account: number): Promise<void>;
  startSignIn(idHash: string, account: number, now: number): Promise<void>;
  signIn(idHash: string): Promise<SignIn | null>;
  touch(idHash: string, now: number): Promise<void>;
  endSignIn(idHash: string): Promise<void>;
  addLink(tokenHash: string, account: number, expiresAt: number): Promise<void>;
  /** The account of a link that is still good. */
  linked(tokenHash: string, now: number): Promise<Account | null>;
  /** The same, and the link is used up with it. */
  useLink(tokenHash: string, now: number): Promise<Account | null>;
  propose(proposal: Omit<Proposal, 'id'>): Promise<void>;
  proposals(now: number): Promise<readonly Proposal[]>;
  /** False where somebody else answered it first. */
  dropProposal(id: number): Promise<boolean>;
  note(actor: string, act: Act, subject: string, now: number): Promise<void>;
  /** Newest first. */
  audit(limit: number): Promise<readonly AuditEntry[]>;
  /** Number of the first entry of the log that was changed or is missing; null where none. */
  brokenEntry(): Promise<number | null>;
  /** Removes what is over: browsers, links, proposals. */
  purge(now: number): Promise<void>;
};
