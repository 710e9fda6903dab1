import fc from 'fast-check'
import { expect, it } from 'vitest'
import { ActionMemory } from './action-memory.ts'
import { traceTemplate } from './trace-template.ts'

const pieces = [
  ...['{{ $labels.job }}', '{{$labels.pod}}', '{{ $value | humanize }}', '{{ printf "%.2f" $value }}', '{{ .Value }}'],
  ...['{{- $value -}}', '{{ index $labels "job" }}', '{{ $externalLabels.site }}', '{{ "}}" }}', '{{ `{{` }}'],
  ...['{{ if $labels.pod }}', '{{ else }}', '{{ end }}', '{{ with query "up" }}', '{{ range query "up" }}', '{{ . }}'],
  ...['{{ $x := $value }}', '{{ $x }}', '{{ $x = 1 }}', '{{ define "a" }}', '{{ template "a" . }}', '{{/* }} */}}'],
  ...['{{ $labels.job', '{{ nonsense }}', '{{', '}}', '{', '}', '%', ' on ', '\n'],
]

it('says what reading the whole template says', () => {
  const memory = new ActionMemory('3.x')
  const template = fc.array(fc.constantFrom(...pieces), { maxLength: 8 }).map((parts) => parts.join(''))
  fc.assert(
    fc.property(template, (text) => {
      const known = memory.traceOf(text)
      if (known !== null) expect(known).toEqual(traceTemplate(text, '3.x', () => null))
    }),
    { numRuns: 2000, seed: 20_260_101 },
  )
})

it('knows what shows labels and the value only, and leaves what branches to be read', () => {
  const memory = new ActionMemory('3.x')
  expect(memory.traceOf('{{ $labels.job }} is at {{ $value }}%')).toMatchObject({
    labels: [{ name: 'job', of: 'alert', from: 11, to: 14 }],
    values: [{ format: '', behind: '%', from: 27, to: 33 }],
  })
  expect(memory.traceOf('{{ if $labels.job }}{{ $labels.job }}{{ end }}')).toBeNull()
  expect(memory.traceOf('{{ $part := $labels.job }}{{ $part }}')).toBeNull()
})
