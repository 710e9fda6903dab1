import type { Model } from '../model/model.ts'
import type { EngineName } from '../spec/engine-name.ts'

/** Where one of Belfry's own services listens: everywhere in its container, on loopback as a plain process. */
export function listenAddress(model: Model, engine: EngineName): { readonly host: string; readonly port: number } {
  const { containerPort, port } = model.engines[engine]
  return model.placement.kind === 'compose' ? { host: '0.0.0.0', port: containerPort } : { host: '127.0.0.1', port }
}

/**
 * At which names it is asked, besides loopback's: by other engines, and by people.
 *
 * @param urls - addresses that people open. @default none
 */
export function hostNames(model: Model, engine: EngineName, urls: readonly string[] = []): readonly string[] {
  const { address, bind } = model.engines[engine]
  const names = [hostOf(`http://${address}`), bind, ...urls.map(hostOf)]
  return [...new Set(names)].filter((name) => !['127.0.0.1', 'localhost', '::1', ''].includes(name))
}

const hostOf = (url: string): string => /^https?:\/\/(?:\[([^\]]+)\]|([^/:?#]+))/i.exec(url)?.slice(1).join('') ?? ''
