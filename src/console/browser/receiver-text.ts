import type { AlertFacts, ReceiverFacts } from './stack.ts'

/** Such as `queue="red", shard="1" or queue="blue"`. */
export const conditionText = (when: AlertFacts['ways'][number]['when']): string =>
  when.map((matchers) => matchers.join(', ')).join(' or ')

/** When a receiver is not told. */
export const timingTexts = ({
  silentDuring,
  onlyDuring,
}: Pick<ReceiverFacts, 'silentDuring' | 'onlyDuring'>): readonly string[] => [
  ...(silentDuring.length === 0 ? [] : [`silent during ${silentDuring.join(', ')}`]),
  ...(onlyDuring.length === 0 ? [] : [`only during ${onlyDuring.join(', ')}`]),
]
