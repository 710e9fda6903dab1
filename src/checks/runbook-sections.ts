import type { Check } from './check.ts'

/** What somebody who is woken needs to find, in the order in which it is needed. */
export const sections = ['Meaning', 'Impact', 'Diagnosis', 'Resolution', 'Prevention'] as const

/** A runbook has every section, and none is empty. */
export const runbookSections: Check = {
  id: 'runbook-sections',
  severity: 'error',
  run: (model) =>
    model.runbooks.flatMap((page) =>
      sections
        .filter((section) => sectionText(page.text, section) === '')
        .map((section) => ({
          message: `runbook ${page.system}/${page.alert} says nothing under "${section}"`,
          hint: `Add a section \`## ${section}\` with text.`,
          path: `runbooks.${page.system}.${page.alert}`,
          place: page.place,
        })),
    ),
}

function sectionText(page: string, section: string): string {
  const lines = page.split('\n')
  const start = lines.findIndex((line) => line.trim() === `## ${section}`)
  if (start < 0) return ''
  const end = lines.findIndex((line, index) => index > start && line.startsWith('## '))
  return lines
    .slice(start + 1, end < 0 ? undefined : end)
    .join('\n')
    .trim()
}
