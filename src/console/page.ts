import { compilePage } from '../formats/handlebars.ts'
import type { Assets } from './assets.ts'
import type { StackFacts } from './stack-facts.ts'

const layout = compilePage(`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="dark light">
<title>{{title}} · {{stack}}</title>
<link rel="icon" href="{{icon}}">
<script src="{{theme}}"></script>
<link rel="stylesheet" href="{{style}}">
<script type="module" src="{{script}}"></script>
</head>
<body data-page="{{page}}" data-key="{{key}}"{{#if demo}} data-demo{{/if}}>
<a class="skip" href="#main">Skip to content</a>
<header class="top">
<a class="brand" href="/"><img src="{{icon}}" alt="" width="20" height="20">Belfry<span class="soft environment">{{stack}} · {{environment}}</span></a>
<nav class="pages" aria-label="Pages">
{{#each pages}}<a href="{{path}}"{{#if current}} aria-current="page"{{/if}} data-nav="{{key}}">{{title}}</a>
{{/each}}</nav>
<div class="tools">{{#if demo}}<span class="demo" id="demo" title="The systems of this stack are simulated">Demo data</span>{{/if}}<button type="button" id="theme">Theme</button></div>
</header>
<main id="main" tabindex="-1">
{{{content}}}
</main>
</body>
</html>
`)

const bare = compilePage(
  `<h1>{{title}}</h1>
<div id="app"><noscript><p>This page needs JavaScript. Runbooks work without it, and the inbox is <a href="/api/inbox">here as JSON</a>.</p></noscript></div>`,
)

const missing = compilePage(`<h1>Not found</h1>
<p>There is no such page. <a href="/alerts">Alerts</a> lead to their runbooks, <a href="/dashboards">dashboards</a> are listed too.</p>`)

const pages = [
  { key: 'start', path: '/', title: 'Start' },
  { key: 'dashboards', path: '/dashboards', title: 'Dashboards' },
  { key: 'alerts', path: '/alerts', title: 'Alerts' },
  { key: 'inbox', path: '/inbox', title: 'Inbox' },
  { key: 'catalog', path: '/catalog', title: 'Catalog' },
] as const

export type PageName = (typeof pages)[number]['key'] | 'dashboard' | 'runbook' | 'missing'

/** The pages of the console, as HTML. */
export interface Pages {
  /** A page that the browser fills. */
  live(page: PageName, title: string, key?: string): string
  /** Where there is nothing. */
  missing(): string
  /** A runbook: its Markdown as HTML, with a place for what goes on now. */
  runbook(alert: string, html: string): string
}

export function openPages({ name, environment, demo }: StackFacts, assets: Assets): Pages {
  const whole = (page: PageName, title: string, content: string, key = ''): string => {
    const parent = page === 'dashboard' ? 'dashboards' : page === 'runbook' ? 'alerts' : page
    return layout({
      title,
      content,
      page,
      key,
      stack: name,
      environment,
      demo,
      pages: pages.map((one) => ({ ...one, current: one.key === parent })),
      style: assets.url('client.css'),
      script: assets.url('client.js'),
      theme: assets.url('theme.js'),
      icon: assets.url('belfry.svg'),
    })
  }
  return {
    live: (page, title, key) => whole(page, title, bare({ title }), key),
    missing: () => whole('missing', 'Not found', missing({})),
    runbook: (alert, html) =>
      whole('runbook', alert, `<div id="app"></div><article class="prose">${html}</article>`, alert),
  }
}
