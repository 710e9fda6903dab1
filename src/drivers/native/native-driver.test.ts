import { nativeStack } from '../../../test/support/native-stack.ts'
import { driverContract } from '../contract.ts'

driverContract('native', async () => {
  const stack = await nativeStack()
  return {
    driver: stack.driver,
    engine: 'prometheus',
    other: 'alertmanager',
    request: async () => stack.request(),
    requestAfterEdit: async () => stack.edit('rendered/prometheus/prometheus.yml', 'edited'),
    cleanUp: stack.cleanUp,
  }
})
