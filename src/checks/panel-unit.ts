import type { PanelType } from '../spec/panels.ts'
import type { Check } from './check.ts'
import { panelsOf } from './walk.ts'

const withoutNumbers: readonly PanelType[] = ['text', 'alertlist', 'logs', 'state-timeline', 'status-history']

/** A number without its unit is a riddle at night. */
export const panelUnit: Check = {
  id: 'panel-unit',
  severity: 'error',
  run: (model) =>
    panelsOf(model)
      .filter(({ panel }) => panel.unit === '' && !withoutNumbers.includes(panel.type))
      .map(({ dashboard, panel }) => ({
        message: `the panel "${panel.title}" shows numbers without a unit`,
        hint: 'Set `unit` to a Grafana unit id: s, bytes, percentunit, reqps; `short` for plain counts.',
        path: `dashboards.${dashboard.key}.${panel.title}`,
        place: panel.place,
        allow: panel.allow,
      })),
}
