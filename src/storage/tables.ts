/** All tables; every column is told in src/README.md. */
export type Tables = {
  session: {
    /** Keyed hash of the conversation. */
    chat: string;
    /** A session as JSON; no text of a message. */
    state: string;
    /** Milliseconds since 1970. */
    written_at: number;
  };
};
