import { parse, stringify } from 'yaml'

/** YAML 1.2 that Prometheus', Alertmanager's and compose's YAML 1.1 readers understand alike. */
export function toYaml(value: unknown): string {
  return stringify(value, { lineWidth: 0, aliasDuplicateObjects: false, version: '1.1' })
}

/**
 * Reads one YAML document.
 *
 * @throws YAMLParseError with the position of the fault.
 */
export function fromYaml(text: string): unknown {
  return parse(text, { version: '1.1' })
}
