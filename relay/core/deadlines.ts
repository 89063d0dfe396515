/** How long a socket may be open without a valid hello. */
export const HELLO_DEADLINE_MS = 10_000;

/** A peer that has missed two heartbeats and some is gone. */
export const SILENCE_FACTOR = 2.5;
