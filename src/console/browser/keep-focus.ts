/** Draws anew what holds the focus: the item of the same key has it again, and so the keyboard its place. */
export function keepFocus(root: HTMLElement, draw: () => void): void {
  const held = document.activeElement
  const item = held instanceof Element && root.contains(held) ? held.closest<HTMLElement>('[data-key]') : null
  const links = item === null ? [] : [...item.querySelectorAll('a')]
  const link = held instanceof HTMLAnchorElement ? links.indexOf(held) : -1
  draw()
  if (item === null) return
  const same = root.querySelector<HTMLElement>(`[data-key="${CSS.escape(item.dataset.key ?? '')}"]`)
  const target: HTMLElement | SVGElement | null | undefined = link < 0 ? same : same?.querySelectorAll('a')[link]
  target?.focus({ preventScroll: true })
}
