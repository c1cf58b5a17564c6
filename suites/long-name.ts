/** So long a name has no place in what else is named after it, such as a host. */
export const LONG_NAME = 100
