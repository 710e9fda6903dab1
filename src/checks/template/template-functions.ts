/** How many arguments a function of templates takes, and of what its result is. */
export interface TemplateFunction {
  readonly least: number
  /** `null` for any number. */
  readonly most: number | null
  /** What it makes of its last argument, where that matters. @default 'other' */
  readonly gives?: 'samples' | 'sample' | 'value' | 'label' | 'text' | 'same'
}

const exactly = (count: number, gives?: TemplateFunction['gives']): TemplateFunction => ({
  least: count,
  most: count,
  ...(gives === undefined ? {} : { gives }),
})
const atLeast = (least: number): TemplateFunction => ({ least, most: null })

/** The functions that Prometheus gives to templates, and those of Go. */
export const templateFunctions: ReadonlyMap<string, TemplateFunction> = new Map([
  ['query', exactly(1, 'samples')],
  ['first', exactly(1, 'sample')],
  ['label', exactly(2, 'label')],
  ['value', exactly(1, 'value')],
  ['strvalue', exactly(1, 'text')],
  ['sortByLabel', exactly(2, 'same')],
  ['args', atLeast(0)],
  ['reReplaceAll', exactly(3, 'text')],
  ['match', exactly(2)],
  ['safeHtml', exactly(1, 'same')],
  ['title', exactly(1, 'text')],
  ['toUpper', exactly(1, 'text')],
  ['toLower', exactly(1, 'text')],
  ['graphLink', exactly(1, 'text')],
  ['tableLink', exactly(1, 'text')],
  ['stripPort', exactly(1, 'text')],
  ['stripDomain', exactly(1, 'text')],
  ['humanize', exactly(1, 'text')],
  ['humanize1024', exactly(1, 'text')],
  ['humanizeDuration', exactly(1, 'text')],
  ['humanizePercentage', exactly(1, 'text')],
  ['humanizeTimestamp', exactly(1, 'text')],
  ['toTime', exactly(1)],
  ['parseDuration', exactly(1)],
  // Since 3.6.
  ['toDuration', exactly(1)],
  ['now', exactly(0)],
  ['pathPrefix', exactly(0, 'text')],
  ['externalURL', exactly(0, 'text')],
  ['and', atLeast(1)],
  ['or', atLeast(1)],
  ['not', exactly(1)],
  ['call', atLeast(1)],
  ['html', atLeast(0)],
  ['js', atLeast(0)],
  ['urlquery', atLeast(0)],
  ['index', atLeast(1)],
  ['slice', atLeast(1)],
  ['len', exactly(1)],
  ['print', atLeast(0)],
  ['println', atLeast(0)],
  ['printf', atLeast(1)],
  ['eq', atLeast(1)],
  ['ne', exactly(2)],
  ['lt', exactly(2)],
  ['le', exactly(2)],
  ['gt', exactly(2)],
  ['ge', exactly(2)],
])
