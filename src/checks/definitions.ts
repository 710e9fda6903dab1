import type { Place } from '../errors/place.ts'
import type { Model } from '../model/model.ts'
import { alertsOf, recordingsOf } from '../model/rules.ts'
import type { Allowances } from '../spec/rules.ts'
import type { Subjects } from './subject.ts'
import { alertPath, panelsOf, routesOf } from './walk.ts'

/** Something that may be exempt from checks. */
export interface Definition {
  readonly allow: Allowances
  /** Dotted path in the spec. */
  readonly path: string
  readonly place: Place
}

/** Every definition of a model that has allowances. */
export function definitionsOf(model: Model): readonly Definition[] {
  return [
    ...alertsOf(model).map((alert) => ({ allow: alert.allow, path: alertPath(alert), place: alert.place })),
    ...recordingsOf(model).map((rule) => ({
      allow: rule.allow,
      path: `${rule.system}.records.${rule.name}`,
      place: rule.place,
    })),
    ...model.dashboards.flatMap(({ key, variables, annotations }) => [
      ...variables.flatMap((variable) =>
        variable.type === 'query' && variable.allow !== undefined
          ? [
              {
                allow: variable.allow,
                path: `dashboards.${key}.variables.${variable.name}`,
                place: variable.query.place,
              },
            ]
          : [],
      ),
      ...annotations.map(({ name, allow, expr }) => ({
        allow,
        path: `dashboards.${key}.annotations.${name}`,
        place: expr.place,
      })),
    ]),
    ...routesOf(model.alertmanager.route).map(({ allow, place }) => ({ allow, path: 'notify.route', place })),
    ...model.alertmanager.inhibitions.map(({ allow, place }) => ({ allow, path: 'notify.inhibitions', place })),
    ...panelsOf(model).map(({ dashboard, panel }) => ({
      allow: panel.allow,
      path: `dashboards.${dashboard.key}.${panel.title}`,
      place: panel.place,
    })),
  ]
}

/** Every rule of strangers' files: those of dashboards have no place for allowances. */
export function foreignDefinitionsOf({ groups }: Subjects): readonly Definition[] {
  return groups.flatMap(({ rules }) => rules)
}
