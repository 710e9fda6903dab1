import { recordingsOf } from '../model/rules.ts'
import type { Check } from './check.ts'

/** `level:metric:operations`, https://prometheus.io/docs/practices/rules/. */
export const recordName: Check = {
  id: 'record-name',
  severity: 'warning',
  run: (model) =>
    recordingsOf(model)
      .filter((rule) => !/^[a-z0-9_]+:[a-z0-9_]+(:[a-z0-9_]+)?$/.test(rule.name))
      .map((rule) => ({
        message: `the recording rule ${rule.name} is not named level:metric:operations`,
        hint: 'Such as instance:node_cpu_utilisation:rate5m.',
        path: `${rule.system}.records.${rule.name}`,
        place: rule.place,
        allow: rule.allow,
      })),
}
