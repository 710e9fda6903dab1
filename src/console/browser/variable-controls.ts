import { allValue, type ResolvedVariable } from '../../preview/data/resolve-variables.ts'
import { h } from './dom.ts'

export interface VariableControls {
  readonly element: HTMLElement
  show(variables: readonly ResolvedVariable[]): void
}

/** A control for each variable that is to be seen. One that is open or held stays as it is while values come in. */
export function variableControls(onChange: (name: string, values: readonly string[]) => void): VariableControls {
  const element = h('div', { class: 'variables', role: 'group', 'aria-label': 'Variables' })
  const shown = new Map<string, { readonly signature: string; readonly control: HTMLElement }>()
  return {
    element,
    show(variables) {
      const wanted = variables.filter(({ hidden, type }) => !hidden && type !== 'datasource' && type !== 'constant')
      for (const variable of wanted) {
        const signature = JSON.stringify([variable.options, variable.chosen, variable.error])
        const before = shown.get(variable.name)
        if (before?.signature === signature) continue
        const isOpen = before?.control.querySelector('details')?.open === true
        const hasFocus = before?.control.contains(document.activeElement) === true
        const focusedValue = hasFocus ? (document.activeElement as HTMLInputElement | null)?.dataset.value : undefined
        const control = controlOf(variable, onChange)
        const details = control.querySelector('details')
        if (details !== null) details.open = isOpen
        if (before === undefined) element.append(control)
        else before.control.replaceWith(control)
        if (hasFocus) {
          const same = [...control.querySelectorAll<HTMLElement>('[data-value]')].find(
            (one) => one.dataset.value === focusedValue,
          )
          ;(same ?? control.querySelector<HTMLElement>('select, summary, input'))?.focus()
        }
        shown.set(variable.name, { signature, control })
      }
    },
  }
}

function controlOf(
  variable: ResolvedVariable,
  onChange: (name: string, values: readonly string[]) => void,
): HTMLElement {
  const { name, label, type, multi, options, chosen, error } = variable
  const id = `var-${name}`
  const title = label === '' ? name : label
  const fault = error === '' ? null : h('span', { class: 'failure' }, error)
  if (type === 'textbox') {
    const input = h('input', { id, type: 'text', value: chosen[0] ?? '' })
    input.addEventListener('change', () => onChange(name, [input.value]))
    return h('div', { class: 'variable' }, h('label', { for: id }, title), input, fault)
  }
  if (multi)
    return h(
      'div',
      { class: 'variable' },
      h('span', { class: 'label', id }, title),
      manyOf(variable, id, onChange),
      fault,
    )
  const select = h(
    'select',
    { id },
    options.map(({ text, value }) => h('option', { value, selected: chosen.includes(value) }, text)),
  )
  select.addEventListener('change', () => onChange(name, [select.value]))
  return h('div', { class: 'variable' }, h('label', { for: id }, title), select, fault)
}

function manyOf(
  { name, options, chosen, text }: ResolvedVariable,
  id: string,
  onChange: (name: string, values: readonly string[]) => void,
): HTMLElement {
  const box = ({ text: shown, value }: ResolvedVariable['options'][number]): HTMLElement => {
    const input = h('input', { type: 'checkbox', 'data-value': value, checked: chosen.includes(value) })
    input.addEventListener('change', () => onChange(name, toggled(value, input.checked, chosen)))
    return h('label', { class: 'option' }, input, h('span', {}, shown))
  }
  const list = h('div', { class: 'options' }, options.map(box))
  const find = h('input', { type: 'search', placeholder: 'Find', 'aria-label': 'Find a value' })
  find.addEventListener('input', () => {
    const wanted = find.value.toLowerCase()
    for (const option of list.children)
      if (option instanceof HTMLElement) option.hidden = !(option.textContent ?? '').toLowerCase().includes(wanted)
  })
  return h(
    'details',
    { class: 'menu' },
    h('summary', { 'aria-describedby': id }, text === '' ? 'nothing' : text),
    h(
      'div',
      { class: 'sheet' },
      options.length > 8 ? find : null,
      options.length === 0 ? h('p', { class: 'soft' }, 'There are no values.') : list,
    ),
  )
}

/** All excludes the others; without any, it is all again. */
function toggled(value: string, isOn: boolean, chosen: readonly string[]): readonly string[] {
  if (value === allValue) return [allValue]
  const others = chosen.filter((one) => one !== allValue && one !== value)
  const next = isOn ? [...others, value] : others
  return next.length === 0 ? [allValue] : next
}
