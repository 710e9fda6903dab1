import type { ProgramName } from '../engines/program.ts'
import type { Model } from '../model/model.ts'
import type { EngineName } from '../spec/engine-name.ts'

/** The program behind each engine that is not Belfry's own. */
export const programOf: Partial<Readonly<Record<EngineName, ProgramName>>> = {
  prometheus: 'prometheus',
  alertmanager: 'alertmanager',
  grafana: 'grafana',
  'node-exporter': 'node_exporter',
  'postgres-exporter': 'postgres_exporter',
  'redis-exporter': 'redis_exporter',
  postgres: 'postgres',
  redis: 'redis-server',
}

/** Engines that the stack runs without where their program is not to be had. */
export const optionalEngines: readonly EngineName[] = ['grafana']

/** The programs of all engines that run, and the checkers. */
export function neededPrograms(model: Model): readonly ProgramName[] {
  const enabled = Object.values(model.engines).filter((engine) => engine.enabled)
  return [...enabled.flatMap(({ name }) => programOf[name] ?? []), 'promtool', 'amtool']
}
