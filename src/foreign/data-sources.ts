import { itemsOf, textOf, valueAt, type YamlNode } from '../formats/positioned-yaml.ts'
import { variableAt } from './variable-use.ts'

/** Plugins that take PromQL. */
const promqlPlugins = new Set([
  'prometheus',
  'grafana-amazonprometheus-datasource',
  'grafana-azureprometheus-datasource',
])
/** What is not asked, whatever it holds. */
const otherNames = /loki|elastic|influx|graphite|tempo|jaeger|postgres|mysql|cloudwatch|^-- (?!mixed)|^grafana$/i

/** The data sources that a dashboard names, and which of them are Prometheus. */
export class DataSources {
  /** Plugin by the variable or the input that stands for a data source. */
  readonly #plugins: ReadonlyMap<string, string>

  constructor(dashboard: YamlNode) {
    const variables = itemsOf(valueAt(valueAt(dashboard, 'templating'), 'list'))
      .filter((variable) => textOf(valueAt(variable, 'type')) === 'datasource')
      .map((variable) => [textOf(valueAt(variable, 'name')), textOf(valueAt(variable, 'query'))] as const)
    const inputs = itemsOf(valueAt(dashboard, '__inputs')).map(
      (input) => [textOf(valueAt(input, 'name')), textOf(valueAt(input, 'pluginId'))] as const,
    )
    this.#plugins = new Map([...inputs, ...variables])
  }

  /**
   * Whether a `datasource` means a Prometheus.
   *
   * @param unknown - what it is when nothing tells, as for the default data source.
   */
  isPrometheus(datasource: YamlNode | null, unknown: boolean): boolean {
    const type = datasource?.kind === 'map' ? textOf(valueAt(datasource, 'type')) : ''
    if (type !== '') return promqlPlugins.has(type)
    const name = datasource?.kind === 'map' ? textOf(valueAt(datasource, 'uid')) : textOf(datasource)
    const plugin = this.#plugins.get(variableAt(name, 0)?.name ?? name)
    if (plugin !== undefined && plugin !== '') return promqlPlugins.has(plugin)
    return otherNames.test(name) ? false : unknown
  }
}
