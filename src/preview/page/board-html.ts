import { escapeXml } from '../draw/svg.ts'
import type { DrawnBoard } from './draw-board.ts'

/** A page around a picture: it needs nothing else, runs no script and asks nobody. */
export function boardHtml(drawn: DrawnBoard, svg: string, title: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data:">
<title>${escapeXml(title)}</title>
<style>body{margin:0;background:${drawn.look.canvas}}svg{display:block;max-width:100%;height:auto;margin:0 auto}svg svg{max-width:none;overflow:hidden}</style>
</head>
<body>
${svg.trimEnd()}
</body>
</html>
`
}
