/**
 * Numbers from 0 to 1 that a name decides: the same ones in every run.
 *
 * @param name - two names give two sequences.
 */
export function seededRandom(name: string): () => number {
  let state = 2_166_136_261
  for (const character of name) state = Math.imul(state ^ (character.codePointAt(0) ?? 0), 16_777_619)
  return () => {
    // The generator "mulberry32": small, fast, and random enough for a demo.
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
