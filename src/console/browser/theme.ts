/** Chosen before anything is drawn, so that no page flashes in the other theme. */
const chosen = localStorage.getItem('theme')
const isLight = chosen === null ? matchMedia('(prefers-color-scheme: light)').matches : chosen === 'light'
document.documentElement.dataset.theme = isLight ? 'light' : 'dark'
