import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readBoard } from '../src/preview/board/read-board.ts'
import { loadBoard } from '../src/preview/data/load-board.ts'
import { boardSvg } from '../src/preview/page/board-svg.ts'
import { drawBoard } from '../src/preview/page/draw-board.ts'
import { drawnTypes } from '../src/preview/panels/draw-panel.ts'
import { inventedAnswers } from './support/invented-answers.ts'
import { faultOfXml, textsOfSvg } from './support/xml.ts'

const range = { from: 1_790_000_000_000, to: 1_790_021_600_000, raw: { from: 'now-6h', to: 'now' } }

describe('published dashboards', () => {
  test('are drawn, each of their panels, and say so where a type is not', { timeout: 300_000 }, async (context) => {
    const corpora = process.env.BELFRY_CORPORA
    if (corpora === undefined) return context.skip('BELFRY_CORPORA names no folder')
    const names = (await readdir(join(corpora, 'dashboards'))).sort()
    expect(names.length).toBeGreaterThan(50)
    const drawn = new Map<string, number>()
    const left = new Map<string, number>()
    const failed: string[] = []
    for (const name of names) {
      const board = readBoard(JSON.parse(await readFile(join(corpora, 'dashboards', name), 'utf8')))
      const loaded = await loadBoard(board, { ask: inventedAnswers(), range, width: 1200, areRowsOpen: true })
      const picture = drawBoard(loaded, { theme: 'dark' })
      for (const item of picture.items.filter(({ kind }) => kind === 'panel')) {
        const kinds = item.type in drawnTypes ? drawn : left
        kinds.set(item.type, (kinds.get(item.type) ?? 0) + 1)
        const texts = textsOfSvg(item.svg).join(' ')
        if (texts.includes('cannot be drawn')) failed.push(`${name} ${item.title} ${item.type}: ${texts}`)
        if (!(item.type in drawnTypes)) expect(texts).toContain('not drawn here')
      }
      expect(picture.items.filter(({ kind }) => kind === 'panel').length, name).toBeGreaterThan(0)
      expect(faultOfXml(boardSvg(picture)), name).toBe('')
    }
    expect(failed).toEqual([])
    console.table([
      ...[...drawn].sort((one, other) => other[1] - one[1]).map(([type, panels]) => ({ type, panels, drawn: 'yes' })),
      ...[...left].map(([type, panels]) => ({ type, panels, drawn: 'no' })),
    ])
  })
})
