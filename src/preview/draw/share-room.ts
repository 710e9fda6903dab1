/** Widths that fit into a room together: the widest give way first, and none becomes narrower than one that needs less. */
export function shareRoom(needs: readonly number[], room: number): readonly number[] {
  let left = room
  const ascending = [...needs].sort((one, other) => one - other)
  for (const [index, need] of ascending.entries()) {
    const share = left / (ascending.length - index)
    if (need > share) return needs.map((one) => Math.min(one, share))
    left -= need
  }
  return needs
}
