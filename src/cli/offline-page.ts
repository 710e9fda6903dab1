import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Recording } from '../preview/data/recording.ts'
import type { ThemeName } from '../preview/draw/look.ts'
import { escapeXml } from '../preview/draw/svg.ts'
import { interFont } from '../preview/vendor/inter.js'
import { installDir } from './paths.ts'

export interface OfflinePage {
  readonly dashboard: unknown
  readonly recording: Recording
  readonly theme: ThemeName
  readonly title: string
}

/** A dashboard with its data and all that it takes to use it, as one page that works from a file. */
export async function offlinePage({ title, ...content }: OfflinePage): Promise<string> {
  const folder = join(installDir(), 'dist', 'preview')
  const [script, style] = await Promise.all(
    ['client.js', 'client.css'].map((name) => readFile(join(folder, name), 'utf8')),
  )
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; font-src data:; img-src data:">
<title>${escapeXml(title)}</title>
<style>@font-face{font-family:Inter;src:url(${interFont}) format('woff2');font-weight:400 600}${style}</style>
</head>
<body>
<main id="preview"></main>
<script type="application/json" id="preview-content">${inScript(JSON.stringify(content))}</script>
<script type="module">${inScript(script ?? '')}</script>
</body>
</html>
`
}

/** Nothing in a script element may end it, or begin a comment. */
function inScript(text: string): string {
  return text.replace(/<(?=\/script|!--|script)/gi, '\\u003c')
}
