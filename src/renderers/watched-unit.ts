import { infer } from '../promql/infer/infer.ts'
import { type Shape, valueUnit } from '../promql/infer/shape.ts'
import type { Unit } from '../promql/infer/unit.ts'
import type { World } from '../promql/infer/world.ts'
import { parsePromql } from '../promql/parse.ts'

/** The unit of Grafana that fits what a query measures; empty where it is not known. */
export function watchedUnit(query: string, world: World): string {
  const { node } = parsePromql(query)
  const units = new Set(node === null ? [] : infer(node, world).result.shapes.map(unitOf))
  const [unit] = units
  return unit === undefined || units.size > 1 ? '' : (shown[unit] ?? '')
}

/** What is counted without a unit is things per second, once it is a rate. */
function unitOf(shape: Shape): Unit {
  const unit = valueUnit(shape)
  return unit === 'unknown' && shape.growth === 'rate' ? '1/seconds' : unit
}

const shown: Readonly<Record<Unit, string>> = {
  seconds: 's',
  bytes: 'bytes',
  ratio: 'percentunit',
  celsius: 'celsius',
  volts: 'volt',
  'bytes/seconds': 'Bps',
  '1/seconds': 'ops',
}
