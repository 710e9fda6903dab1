import { h } from './dom.ts'
import { engineStates } from './engine-states.ts'
import { loadStack } from './stack.ts'

/**
 * Says that Grafana is for daily work, with a link to the same place there where it answers.
 *
 * @param path - of the place, in Grafana.
 */
export function grafanaNote(path: string): HTMLElement {
  const where = h('span')
  void linkGrafana(where, path).catch(() => undefined)
  const text =
    'Drawn by Belfry: the same numbers, units and colours as in Grafana, in another chart engine. For daily work there is Grafana'
  return h('p', { class: 'soft note' }, text, where, '.')
}

async function linkGrafana(where: HTMLElement, path: string): Promise<void> {
  const [{ urls }, engines] = await Promise.all([loadStack(), engineStates()])
  const state = engines.find(({ name }) => name === 'Grafana')?.state
  if (state === 'up' && urls.grafana !== undefined) {
    const url = `${urls.grafana}${path}`
    const link = h('a', { href: url, target: '_blank', rel: 'noopener noreferrer', id: 'grafana' }, 'open this there')
    // Its addresses carry time and variables under the same names.
    link.addEventListener('click', () => link.setAttribute('href', `${url}${location.search}`))
    where.replaceChildren(': ', link)
  } else where.textContent = state === 'down' ? ', which does not answer now' : ', which does not run in this stack'
}
