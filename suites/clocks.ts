/** A cloud's times are told by the clocks of several hosts, which may be so far apart; in milliseconds. */
export const CLOCKS_APART_MS = 5_000
