import type { ClientAuthorization, ClientTls } from '../model/model.ts'
import { omitEmpty } from './omit-empty.ts'

/** The keys with which Prometheus and Alertmanager say who they are; secrets stay in their files. */
export function httpClient(access: {
  readonly authorization?: ClientAuthorization | null
  readonly tls?: ClientTls | null
}): Readonly<Record<string, unknown>> {
  return {
    ...authorizationKeys(access.authorization ?? null),
    tls_config: tlsConfig(access.tls ?? null),
  }
}

/** `tls_config`, or nothing when the defaults do. */
export function tlsConfig(tls: ClientTls | null): object | undefined {
  if (tls === null) return undefined
  return {
    ca_file: omitEmpty(tls.ca),
    cert_file: omitEmpty(tls.cert),
    key_file: omitEmpty(tls.key),
    server_name: omitEmpty(tls.serverName),
    insecure_skip_verify: omitEmpty(tls.insecureSkipVerify),
  }
}

function authorizationKeys(authorization: ClientAuthorization | null): object {
  if (authorization === null) return {}
  return authorization.type === 'basic'
    ? { basic_auth: { username: authorization.username, password_file: authorization.password.path } }
    : { authorization: { type: 'Bearer', credentials_file: authorization.token.path } }
}
