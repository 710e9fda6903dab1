type Attribute = string | number | boolean | null | undefined | ((event: Event) => void)
export type Child = Node | string | number | null | readonly Child[]

/** One element. Texts become text nodes and nothing else; a function is what happens on an event, such as `onclick`. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Readonly<Record<string, Attribute>> = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue
    if (typeof value === 'function') element.addEventListener(name.slice(2), value)
    else element.setAttribute(name, value === true ? '' : String(value))
  }
  append(element, children)
  return element
}

/** Shows other children; focus stays with the element of the same `data-focus`. */
export function fill(element: Element, ...children: readonly Child[]): void {
  const focused = document.activeElement?.closest<HTMLElement>('[data-focus]')
  const key = focused !== null && focused !== undefined && element.contains(focused) ? focused.dataset.focus : undefined
  element.replaceChildren()
  append(element, children)
  if (key !== undefined) element.querySelector<HTMLElement>(`[data-focus="${CSS.escape(key)}"]`)?.focus()
}

function append(element: Element, children: readonly Child[]): void {
  for (const child of children) {
    if (child === null) continue
    if (typeof child === 'object' && !(child instanceof Node)) append(element, child)
    else element.append(child instanceof Node ? child : String(child))
  }
}

/** A link where the address is one of a page; else its text alone. */
export function link(url: string, text: string, attributes: Readonly<Record<string, Attribute>> = {}): HTMLElement {
  const isPage = /^https?:\/\//i.test(url) || /^\/(?!\/)/.test(url)
  if (!isPage) return h('span', {}, text)
  const isOther = /^https?:/i.test(url) && new URL(url).origin !== location.origin
  return h(
    'a',
    { href: url, ...(isOther ? { rel: 'noopener noreferrer', target: '_blank' } : {}), ...attributes },
    text,
  )
}

export const byId = (id: string): HTMLElement => {
  const found = document.getElementById(id)
  if (found === null) throw new Error(`there is no #${id}`)
  return found
}
