/** What can have the focus within an item. */
const places = 'a, [data-series]'

/** Draws anew what holds the focus: the same place of the item of the same key has it again, and so the keyboard its place. */
export function keepFocus(root: HTMLElement, draw: () => void): void {
  const held = document.activeElement
  const item = held !== null && root.contains(held) ? held.closest<HTMLElement>('[data-key]') : null
  const place = item === null || held === null ? -1 : [...item.querySelectorAll(places)].indexOf(held)
  draw()
  if (item === null) return
  const same = root.querySelector<HTMLElement>(`[data-key="${CSS.escape(item.dataset.key ?? '')}"]`)
  const target = place < 0 ? same : same?.querySelectorAll<HTMLElement | SVGElement>(places)[place]
  target?.focus({ preventScroll: true })
}
