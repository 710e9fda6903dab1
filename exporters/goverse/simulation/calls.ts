import { goverseNodeMetrics as n } from '../metrics.ts'
import type { Member } from './member.ts'
import { objectTypes, type SimulatedObject } from './objects.ts'
import type { Scenario } from './scenarios.ts'

export interface CallOptions {
  readonly scenario: Scenario
  readonly random: () => number
  /** The node that the object lives on; none while its shard is on the way. */
  readonly nodeOf: (object: SimulatedObject) => Member | undefined
}

/** Calls of the whole cluster in a second. */
const callsPerStep = 60

/** Calls methods of some objects, each on its node. */
export function callMethods(objects: readonly SimulatedObject[], { scenario, random, nodeOf }: CallOptions): void {
  for (let call = 0; call < callsPerStep; call++) {
    const object = objects[Math.floor(random() * objects.length)]
    const node = object && nodeOf(object)
    if (object === undefined || node === undefined) continue
    const methods = Object.entries(objectTypes[object.type] ?? {})
    const [method_name, usual] = methods[Math.floor(random() * methods.length)] ?? ['', 0]
    const slow = scenario === 'slow-calls' ? 2 : usual
    // Most calls are near the usual time, a few take far longer.
    const seconds = slow * (0.5 + random()) * (random() < 0.03 ? 8 : 1)
    const failed = random() < (scenario === 'failing-calls' ? 0.2 : 0.005)
    record(node, object, method_name, seconds, failed)
  }
}

function record(
  { address, meter }: Member,
  { type, shard }: SimulatedObject,
  method_name: string,
  seconds: number,
  failed: boolean,
): void {
  const labels = { node: address, object_type: type, method_name, status: failed ? 'failure' : 'success' }
  meter.add(n.methodCallsTotal, labels)
  meter.observe(n.methodCallDuration, labels, seconds)
  meter.add(n.shardMethodCallsTotal, { shard: String(shard) })
  meter.observe(
    n.operationDurationSeconds,
    { node_addr: address, operation: 'CallObject', status: failed ? 'error' : 'success' },
    seconds + 0.0004,
  )
}
