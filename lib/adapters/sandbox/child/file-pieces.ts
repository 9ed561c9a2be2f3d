/** Bytes of a file in one message, so that none of them is long. */
export const FILE_PIECE_BYTES = 256 * 1024;
