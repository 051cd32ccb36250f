/** Who may do what: each role may all that the ones before may. */
export const roles = ['viewer', 'moderator', 'admin'] as const;
export type Role = (typeof roles)[number];

/** Somebody of the task force. There is no e-mail and no number: links are handed over in person. */
export type Account = {
  readonly id: number;
  readonly name: string;
  readonly role: Role;
  /** Null until the set-up link was used. */
  readonly password: string | null;
  /** Secret of the one-time codes in base32; null where they are not used. */
  readonly totp: string | null;
  /** Wrong passwords since the last right one. */
  readonly failures: number;
  /** No sign-in before, in milliseconds since 1970. */
  readonly lockedUntil: number;
};

/** A signed-in browser. */
export type SignIn = {
  readonly account: Account;
  readonly startedAt: number;
  readonly seenAt: number;
};

/** One line of the log of what the task force did; chained by hash like the releases. */
export type AuditEntry = {
  readonly number: number;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Name of the account, or `system`. */
  readonly actor: string;
  readonly act: Act;
  /** What it was done to: a name of an account, an id of a hotline; never a text of a message. */
  readonly subject: string;
  readonly hash: string;
};

export const acts = [
  'account-added',
  'account-removed',
  'account-reset',
  'role-changed',
  'act-proposed',
  'signed-in',
  'locked',
  'password-set',
  'codes-on',
  'codes-off',
  'hotline-verified',
  'whatsapp-restarted',
  'whatsapp-unlinked',
] as const;
export type Act = (typeof acts)[number];

/** Something that needs a second administrator. */
export type Proposal = {
  readonly id: number;
  readonly proposer: string;
  readonly act: 'account-removed' | 'role-changed';
  readonly subject: string;
  readonly role: Role | null;
  readonly expiresAt: number;
};

export const idleMaxMs = 30 * 60_000;
export const signInMaxMs = 8 * 3_600_000;
export const linkMaxMs = 48 * 3_600_000;
export const proposalMaxMs = 24 * 3_600_000;
const failuresMax = 5;
const lockMs = 15 * 60_000;
const passwordLettersMin = 12;
const passwordLettersMax = 200;
const nameShape = /^[a-z][a-z0-9.-]{2,29}$/;

export const mayDo = (role: Role, needed: Role): boolean =>
  roles.indexOf(role) >= roles.indexOf(needed);

/** Whether a signed-in browser still counts. */
export const isFresh = ({ startedAt, seenAt }: SignIn, now: number): boolean =>
  now - seenAt < idleMaxMs && now - startedAt < signInMaxMs;

export const isName = (name: string): boolean => nameShape.test(name);

/** Long is what makes a password hard to guess; no rules on signs, no sequence, not the name. */
export function passwordFault(password: string, name: string): 'short' | 'long' | 'easy' | null {
  const letters = [...password];
  if (letters.length < passwordLettersMin) return 'short';
  if (letters.length > passwordLettersMax) return 'long';
  const isEasy = new Set(letters).size < 5 || password.toLowerCase().includes(name.toLowerCase());
  return isEasy ? 'easy' : null;
}

/** Failures and lock after one more wrong password. */
export function afterFailure(
  { failures }: Pick<Account, 'failures'>,
  now: number,
): Pick<Account, 'failures' | 'lockedUntil'> {
  const next = failures + 1;
  return next >= failuresMax
    ? { failures: 0, lockedUntil: now + lockMs }
    : { failures: next, lockedUntil: 0 };
}
