/** Splits Docker's multiplexed log stream into lines; both streams of a container become one. */
export function logFrames(write: (line: string) => void): { push(chunk: Buffer): void; end(): void } {
  let pending = Buffer.alloc(0)
  let text = ''
  // A character may be cut in two by the end of a frame.
  const decoder = new TextDecoder()
  return {
    push(chunk) {
      pending = Buffer.concat([pending, chunk])
      // Each frame: stream, three zero bytes, length of what follows.
      while (pending.length >= headerBytes) {
        const length = pending.readUInt32BE(4)
        if (pending.length < headerBytes + length) return
        text += decoder.decode(pending.subarray(headerBytes, headerBytes + length), { stream: true })
        pending = pending.subarray(headerBytes + length)
        const lines = text.split('\n')
        text = lines.pop() ?? ''
        for (const line of lines) write(line)
      }
    },
    end() {
      if (text !== '') write(text)
      text = ''
    },
  }
}

const headerBytes = 8
