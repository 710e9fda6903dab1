import { crc32, deflateSync, inflateSync } from 'node:zlib'

/**
 * The same picture with at most 256 colours: a third of the size, and as sharp.
 *
 * @param {Buffer} png - of 8 bits a channel, not interlaced, as resvg and Chromium write it.
 * @param {number} [most] - colours.
 */
export function palettePng(png, most = 256) {
  const { width, height, pixels } = readPixels(png)
  const counts = new Map()
  for (const color of pixels) counts.set(color, (counts.get(color) ?? 0) + 1)
  const palette = choosePalette(counts, most)
  const places = new Map([...counts.keys()].map((color) => [color, nearest(palette, color)]))
  const rows = Buffer.alloc((width + 1) * height)
  for (let y = 0, from = 0; y < height; y++)
    for (let x = 0; x < width; x++) rows[y * (width + 1) + 1 + x] = places.get(pixels[from++])
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 3, 0, 0, 0], 8)
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('PLTE', Buffer.from(palette.flat())),
    chunk('IDAT', deflateSync(rows, { level: 9, memLevel: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const frame = Buffer.alloc(8)
  frame.writeUInt32BE(data.length, 0)
  frame.writeUInt32BE(crc32(body), 4)
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)])
}

/** Every pixel as 0xrrggbb. */
function readPixels(png) {
  const parts = []
  let header = null
  for (let at = 8; at < png.length; ) {
    const length = png.readUInt32BE(at)
    const type = png.toString('latin1', at + 4, at + 8)
    const data = png.subarray(at + 8, at + 8 + length)
    if (type === 'IHDR') header = data
    if (type === 'IDAT') parts.push(data)
    at += length + 12
  }
  const channels = { 2: 3, 6: 4 }[header?.[9]]
  if (channels === undefined || header[8] !== 8 || header[12] !== 0) throw new Error('not a PNG of 8 bits a channel')
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)]
  const bytes = inflateSync(Buffer.concat(parts))
  const stride = width * channels
  const pixels = new Uint32Array(width * height)
  let before = Buffer.alloc(stride)
  for (let y = 0; y < height; y++) {
    const filter = bytes[y * (stride + 1)]
    const row = bytes.subarray(y * (stride + 1) + 1, (y + 1) * (stride + 1))
    for (let x = 0; x < stride; x++) {
      const left = x < channels ? 0 : row[x - channels]
      const corner = x < channels ? 0 : before[x - channels]
      row[x] += foretold[filter](left, before[x], corner)
    }
    for (let x = 0; x < width; x++) pixels[y * width + x] = row.readUIntBE(x * channels, 3)
    before = row
  }
  return { width, height, pixels }
}

/** What the filters of PNG expect of a byte, from those to the left, above and in the corner. */
const foretold = [
  () => 0,
  (left) => left,
  (_left, above) => above,
  (left, above) => (left + above) >> 1,
  (left, above, corner) => {
    const [a, b, c] = [left, above, corner].map((one) => Math.abs(left + above - corner - one))
    return a <= b && a <= c ? left : b <= c ? above : corner
  },
]

const channelsOf = (color) => [color >> 16, (color >> 8) & 255, color & 255]

/** Median cut: the box that errs most is halved until there are enough. */
function choosePalette(counts, most) {
  let boxes = [boxOf([...counts].map(([color, count]) => ({ color: channelsOf(color), count })))]
  while (boxes.length < most) {
    const worst = boxes.reduce((one, other) => (other.error > one.error ? other : one))
    if (worst.error === 0) break
    boxes = [...boxes.filter((box) => box !== worst), ...halves(worst)]
  }
  return boxes.map(({ mean }) => mean.map(Math.round))
}

function boxOf(members) {
  const weight = members.reduce((sum, { count }) => sum + count, 0)
  const mean = [0, 1, 2].map((at) => members.reduce((sum, { color, count }) => sum + color[at] * count, 0) / weight)
  const errors = [0, 1, 2].map((at) =>
    members.reduce((sum, { color, count }) => sum + (color[at] - mean[at]) ** 2 * count, 0),
  )
  const axis = errors.indexOf(Math.max(...errors))
  return { members, mean, axis, error: members.length === 1 ? 0 : errors[axis] }
}

function halves({ members, mean, axis }) {
  return [
    boxOf(members.filter(({ color }) => color[axis] <= mean[axis])),
    boxOf(members.filter(({ color }) => color[axis] > mean[axis])),
  ]
}

function nearest(palette, color) {
  const [r, g, b] = channelsOf(color)
  let best = 0
  let least = Number.POSITIVE_INFINITY
  for (let at = 0; at < palette.length; at++) {
    const [pr, pg, pb] = palette[at]
    const distance = (pr - r) ** 2 + (pg - g) ** 2 + (pb - b) ** 2
    if (distance < least) [best, least] = [at, distance]
  }
  return best
}
