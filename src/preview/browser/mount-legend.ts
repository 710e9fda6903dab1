/** The reader chose a series in the legend of a panel. */
export type ChooseSeries = (name: string, isToggle: boolean) => void

const svgNamespace = 'http://www.w3.org/2000/svg'

/**
 * Makes the entries of a legend react to pointer and keyboard. Each legend is one stop of the Tab key; arrows go from entry
 * to entry.
 */
export function mountLegend(box: HTMLElement, onSeries: ChooseSeries): void {
  const entries = [...box.querySelectorAll<SVGGElement>('[data-series]')]
  for (const [index, entry] of entries.entries()) {
    const name = entry.dataset.series ?? ''
    entry.setAttribute('role', 'button')
    entry.setAttribute('aria-label', name)
    entry.setAttribute('aria-pressed', String(!entry.hasAttribute('opacity')))
    entry.tabIndex = index === 0 ? 0 : -1
    entry.addEventListener('focus', () => {
      for (const one of entries) one.tabIndex = one === entry ? 0 : -1
    })
    entry.prepend(hitArea(entry))
    entry.addEventListener('click', ({ ctrlKey, metaKey, shiftKey }) => onSeries(name, ctrlKey || metaKey || shiftKey))
    entry.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' || event.key === ' ') onSeries(name, event.ctrlKey || event.metaKey || event.shiftKey)
      else if (event.key in steps) entries.at((index + (steps[event.key] ?? 0)) % entries.length)?.focus()
      else return
      event.preventDefault()
    })
  }
}

const steps: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }

/** The whole of an entry can be hit, not only its letters. */
function hitArea(entry: SVGGElement): SVGRectElement {
  const { x, y, width, height } = entry.getBBox()
  const rect = document.createElementNS(svgNamespace, 'rect')
  rect.setAttribute('class', 'hit')
  for (const [name, value] of Object.entries({ x, y, width, height })) rect.setAttribute(name, String(value))
  return rect
}
