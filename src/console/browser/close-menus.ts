/** Menus close as those of the system do: on a press elsewhere, and on Escape, which gives the focus back. */
export function closeMenus(): void {
  const open = (): Iterable<HTMLDetailsElement> => document.querySelectorAll<HTMLDetailsElement>('details.menu[open]')
  document.addEventListener('pointerdown', ({ target }) => {
    for (const menu of open()) if (!(target instanceof Node && menu.contains(target))) menu.open = false
  })
  document.addEventListener('keydown', ({ key }) => {
    if (key !== 'Escape') return
    for (const menu of open()) {
      const hadFocus = menu.contains(document.activeElement)
      menu.open = false
      if (hadFocus) menu.querySelector('summary')?.focus()
    }
  })
}
