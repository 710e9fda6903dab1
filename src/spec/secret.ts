/** A secret by name. Rendered as the path of a file that holds it, never as a value. */
export interface Secret {
  readonly kind: 'secret'
  readonly name: string
}

/**
 * Refers to a secret.
 *
 * @param name - file name of the secret, in lower case with underscores, such as `slack_webhook_url`.
 */
export function secret(name: string): Secret {
  return { kind: 'secret', name }
}
