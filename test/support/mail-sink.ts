import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'

export interface MailSink {
  /** `host:port`. */
  readonly address: string
  /** Every message with its headers, as it came. */
  readonly messages: readonly string[]
  close(): Promise<void>
}

/** A mail server that takes every message and delivers none. */
export async function startMailSink(): Promise<MailSink> {
  const messages: string[] = []
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    converse(socket, (message) => messages.push(message))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    messages,
    close: async () => {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

function converse(socket: Socket, deliver: (message: string) => void): void {
  let buffer = ''
  let inMessage = false
  socket.write('220 sink\r\n')
  socket.on('data', (chunk) => {
    buffer += String(chunk)
    for (;;) {
      const terminator = inMessage ? '\r\n.\r\n' : '\r\n'
      const end = buffer.indexOf(terminator)
      if (end < 0) return
      const part = buffer.slice(0, end)
      buffer = buffer.slice(end + terminator.length)
      if (inMessage) deliver(part)
      const starts = !inMessage && part.toUpperCase() === 'DATA'
      socket.write(starts ? '354 go on\r\n' : part.toUpperCase() === 'QUIT' ? '221 bye\r\n' : '250 fine\r\n')
      inMessage = starts
    }
  })
}
