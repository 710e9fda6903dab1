import { byId, fill, h } from './dom.ts'
import { grafanaNote } from './grafana-note.ts'
import { loadStack, systemTitle } from './stack.ts'
import { count } from './text.ts'

/** All dashboards. */
export async function dashboardsPage(): Promise<void> {
  const stack = await loadStack()
  const doors = stack.dashboards.map(({ uid, title, system, description, panels }) => {
    const of = systemTitle(stack, system)
    const facts = [...(of === title ? [] : [of]), count(panels, 'panel')]
    return h(
      'li',
      {},
      h(
        'a',
        { href: `/d/${uid}` },
        h('strong', {}, title),
        h('span', { class: 'soft' }, description),
        h('span', { class: 'soft small' }, facts.join(' · ')),
      ),
    )
  })
  fill(byId('app'), h('ul', { class: 'doors' }, doors), grafanaNote('/dashboards'))
}
