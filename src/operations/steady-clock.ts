/** Both clocks go on alike but for this; more is a jump, or a sleep of the machine. */
const toleranceMs = 2_000;
/** After a jump, and after the start, a clock is believed when it has gone evenly for so long. */
const believedAfterMs = 3_600_000;

export type SteadyClock = {
  /** Milliseconds since 1970 as they went on here: never back, and forward when the machine slept. */
  now(): number;
  /** Whether what cannot be undone may rest on the wall clock: erasing, publishing. */
  isBelieved(): boolean;
};

/**
 * A clock that no correction turns back: what waits "three seconds" waits no day, and what may be
 * sent "within ten minutes" is not sent tomorrow.
 * @param wall milliseconds since 1970; may jump
 * @param evenMs milliseconds since any moment; goes evenly, and stands while the machine sleeps
 * @param from at least this: a moment that is known to be over
 */
export function createSteadyClock(
  wall: () => number,
  evenMs: () => number,
  from = Number.NEGATIVE_INFINITY,
): SteadyClock {
  let wallThen = wall();
  let evenThen = evenMs();
  let base = Math.max(wallThen, from);
  let evenAtJump = evenThen;
  const look = (): number => {
    const byWall = wall() - wallThen;
    const evenly = evenMs() - evenThen;
    if (Math.abs(byWall - evenly) <= toleranceMs) return base + evenly;
    base += Math.max(byWall, evenly);
    wallThen += byWall;
    evenThen += evenly;
    evenAtJump = evenThen;
    return base;
  };
  return {
    now: () => Math.floor(look()),
    isBelieved() {
      look();
      return evenMs() - evenAtJump >= believedAfterMs;
    },
  };
}
