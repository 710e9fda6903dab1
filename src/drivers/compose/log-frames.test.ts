import { expect, test } from 'vitest'
import { logFrames } from './log-frames.ts'

function frame(text: string | Buffer, stream = 1): Buffer {
  const body = Buffer.from(text)
  const header = Buffer.from([stream, 0, 0, 0, 0, 0, 0, 0])
  header.writeUInt32BE(body.length, 4)
  return Buffer.concat([header, body])
}

function read(chunks: readonly Buffer[]): readonly string[] {
  const lines: string[] = []
  const frames = logFrames((line) => lines.push(line))
  for (const chunk of chunks) frames.push(chunk)
  frames.end()
  return lines
}

test('both streams become lines in the order in which they came', () => {
  expect(read([frame('one\ntwo\n'), frame('three\n', 2)])).toEqual(['one', 'two', 'three'])
})

test('frames may be cut anywhere', () => {
  const bytes = frame('first\nsecond\n')
  for (let cut = 1; cut < bytes.length; cut += 1) {
    expect(read([bytes.subarray(0, cut), bytes.subarray(cut)])).toEqual(['first', 'second'])
  }
})

test('a character may be cut by the end of a frame', () => {
  const text = Buffer.from('grün\n')
  expect(read([frame(text.subarray(0, 3)), frame(text.subarray(3))])).toEqual(['grün'])
})

test('a last line without its end is written', () => {
  expect(read([frame('done\nnot yet')])).toEqual(['done', 'not yet'])
})
