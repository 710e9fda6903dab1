// A STUB in the place of Grafana: it is healthy and has one metric. It provisions nothing and draws nothing.
import { createServer } from 'node:http'

const pages = {
  '/api/health': ['application/json', JSON.stringify({ database: 'ok', version: 'stub' })],
  '/metrics': [
    'text/plain; version=0.0.4; charset=utf-8',
    '# TYPE grafana_build_info gauge\ngrafana_build_info{version="stub"} 1\n',
  ],
}

createServer((request, response) => {
  const [type, body] = pages[request.url] ?? ['text/plain', 'This is a stub of Grafana.\n']
  response.setHeader('content-type', type)
  response.end(body)
}).listen(3000)

process.on('SIGTERM', () => process.exit(0))
