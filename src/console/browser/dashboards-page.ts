import { byId, fill, h } from './dom.ts'
import { loadStack, systemTitle } from './stack.ts'
import { count } from './text.ts'

/** All dashboards, by system. */
export async function dashboardsPage(): Promise<void> {
  const stack = await loadStack()
  const systems = [...new Set(stack.dashboards.map(({ system }) => system))]
  fill(
    byId('app'),
    systems.map((system) =>
      h(
        'section',
        { class: 'block' },
        h('h2', {}, systemTitle(stack, system)),
        h(
          'ul',
          { class: 'doors' },
          stack.dashboards
            .filter((board) => board.system === system)
            .map(({ uid, title, description, panels }) =>
              h(
                'li',
                {},
                h(
                  'a',
                  { href: `/d/${uid}` },
                  h('strong', {}, title),
                  h('span', { class: 'soft' }, description),
                  h('span', { class: 'soft small' }, count(panels, 'panel')),
                ),
              ),
            ),
        ),
      ),
    ),
  )
}
