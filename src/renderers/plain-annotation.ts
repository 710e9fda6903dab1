/** An annotation as prose: `{{ $labels.instance }}` becomes `<instance>`, any other expression an ellipsis. */
export function plainAnnotation(annotation: string): string {
  return annotation
    .replace(/\{\{\s*\$labels\.(\w+)\s*\}\}/g, '<$1>')
    .replace(/\{\{.*?\}\}/g, '…')
    .trim()
}
