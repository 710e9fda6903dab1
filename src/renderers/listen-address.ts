import type { Model } from '../model/model.ts'
import type { EngineName } from '../spec/engine-name.ts'

/** Where one of Belfry's own services listens: everywhere in its container, on loopback as a plain process. */
export function listenAddress(model: Model, engine: EngineName): { readonly host: string; readonly port: number } {
  const { containerPort, port } = model.engines[engine]
  return model.placement.kind === 'compose' ? { host: '0.0.0.0', port: containerPort } : { host: '127.0.0.1', port }
}
