/**
 * Bytes that may wait in a socket for a peer that does not read. Both sides of a call read as fast as they get, and
 * minutes of audio fit in this, so what piles up means that nobody reads.
 */
export const MAX_BUFFERED_BYTES: number = 4 * 1024 * 1024;
