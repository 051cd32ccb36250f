/** What a test may do to the next login, and what it may look at. */
export type Faults = {
  /** Refuses the next logins with this reason. */
  failure: string | null;
  /** Cuts the cable after this many receipts; null never. */
  cutAfterReceipts: number | null;
  /** Answers nothing to a message that was sent. */
  swallowAcks: boolean;
  /** Error of the ack of each message, such as 463. */
  ackError: string | null;
  /** Milliseconds before each stanza of the server. */
  delayMs: number;
};

export const noFaults = (): Faults => ({
  failure: null,
  cutAfterReceipts: null,
  swallowAcks: false,
  ackError: null,
  delayMs: 0,
});
