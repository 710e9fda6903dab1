import { testEngines, testModel } from '../../test/support/model.ts'
import { driverContract } from './contract.ts'
import { fakeDriver } from './fake.ts'

driverContract('fake', async () => {
  const request = { model: testModel({ engines: testEngines() }), outDir: '/nowhere', changed: [] }
  return {
    driver: fakeDriver(),
    engine: 'prometheus',
    other: 'alertmanager',
    request: async () => request,
    requestAfterEdit: async () => ({ ...request, changed: ['rendered/prometheus/prometheus.yml'] }),
    cleanUp: async () => {},
  }
})
