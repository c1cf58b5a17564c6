/** How long a list may lag behind what was done, in milliseconds before scaling. */
export const LIST_DELAY_MS = 30_000
