/**
 * The flags of Node that the server runs with. Left alone, V8 lets young memory grow to 128 MB, and to collect it stops
 * every request for 50 to 90 ms on two slow cores; two halves of 4 MB take 5 to 20.
 */
export const SERVER_FLAGS = ["--max-semi-space-size=4"];
