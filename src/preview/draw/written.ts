import type { DisplayValue } from '../vendor/grafana-data.js'

/** A shown value as one text. */
export function written({ prefix = '', text, suffix = '' }: DisplayValue): string {
  return `${prefix}${text}${suffix}`
}
