import { expect, test } from 'vitest'
import { composeFailure, DependencyUnhealthy } from './compose-failure.ts'

test.each([
  ['Bind for 127.0.0.1:9090 failed: port is already allocated', '9090'],
  ['listen tcp4 127.0.0.1:9093: bind: address already in use', '9093'],
  ['failed to bind host port for 127.0.0.1:3000:172.18.0.2:3000/tcp: address already in use', '3000'],
])('a taken port is named: %s', (output, port) => {
  const error = composeFailure('up', `Container x  Starting\nError response from daemon: driver failed: ${output}`)
  expect(error).toMatchObject({ code: 'PORT_TAKEN', message: `port ${port} is taken` })
})

test('an unhealthy container is told by its name', () => {
  const error = composeFailure('up', 'dependency failed to start: container dpg-alertmanager-1 is unhealthy')
  expect(error).toBeInstanceOf(DependencyUnhealthy)
  expect(error).toMatchObject({ code: 'NOT_READY', container: 'dpg-alertmanager-1' })
})

test('an engine that is gone is told from an image that is missing', () => {
  const gone = 'Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?'
  expect(composeFailure('up', gone).code).toBe('DOCKER_UNAVAILABLE')
  expect(composeFailure('up', 'Error: No such image: belfry:0.1.0').code).toBe('IMAGE_MISSING')
  expect(composeFailure('pull', 'dial tcp: lookup registry: no such host').code).toBe('IMAGE_MISSING')
})

test('anything else is told by its last complaint', () => {
  const output = 'Network a  Created\nError response from daemon: no space left on device\nContainer b  Created\n'
  expect(composeFailure('up', output)).toMatchObject({
    code: 'START_FAILED',
    message: 'docker compose up failed: Error response from daemon: no space left on device',
  })
})
