export type ThemeName = 'dark' | 'light'

/** Dispatched on `document` after the theme was changed. */
export const themeEvent = 'belfry:theme'

export function shownTheme(): ThemeName {
  return document.documentElement.dataset.theme === 'light' ? 'light' : 'dark'
}

/** Makes the button switch between light and dark; until it is used, the system decides. */
export function wireTheme(): void {
  const button = document.getElementById('theme')
  if (button === null) return
  const show = (theme: ThemeName): void => {
    document.documentElement.dataset.theme = theme
    const other = theme === 'dark' ? 'light' : 'dark'
    button.textContent = theme === 'dark' ? '☀' : '☾'
    button.setAttribute('aria-label', `Switch to the ${other} theme`)
    button.title = `Switch to the ${other} theme`
    document.dispatchEvent(new Event(themeEvent))
  }
  button.addEventListener('click', () => {
    const theme = shownTheme() === 'dark' ? 'light' : 'dark'
    localStorage.setItem('theme', theme)
    show(theme)
  })
  matchMedia('(prefers-color-scheme: light)').addEventListener('change', ({ matches }) => {
    if (localStorage.getItem('theme') === null) show(matches ? 'light' : 'dark')
  })
  show(shownTheme())
}
