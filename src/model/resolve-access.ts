import type { Authorization, TlsOptions } from '../spec/scrape.ts'
import type { Secret } from '../spec/secret.ts'
import type { ClientAuthorization, ClientTls, Placement, SecretFile } from './model.ts'
import { composeSecretPath, nativeSecretPath } from './names.ts'

/** Turns references to secrets into files, by where the engines run. */
export interface Access {
  secret(reference: Secret): SecretFile
  authorization(options: Authorization | undefined): ClientAuthorization | null
  tls(options: TlsOptions | undefined): ClientTls | null
}

/** The access words for one placement. */
export function accessFor(placement: Placement): Access {
  const secret = ({ name }: Secret): SecretFile => ({
    name,
    path: placement.kind === 'compose' ? composeSecretPath(name) : nativeSecretPath(placement.stateDir, name),
  })
  const file = (value: string | Secret | undefined): string | null =>
    value === undefined ? null : typeof value === 'string' ? value : secret(value).path
  return {
    secret,
    authorization: (options) =>
      options === undefined
        ? null
        : options.type === 'basic'
          ? { type: 'basic', username: options.username, password: secret(options.password) }
          : { type: 'bearer', token: secret(options.token) },
    tls: (options) =>
      options === undefined
        ? null
        : {
            ca: file(options.ca),
            cert: file(options.cert),
            key: file(options.key),
            serverName: options.serverName ?? null,
            insecureSkipVerify: options.insecureSkipVerify ?? false,
          },
  }
}
