/** The look of all pages: light and dark, readable on a phone, no font or image to load. */
export const stylesheet = `
:root { color-scheme: light dark; --text: #1c2024; --soft: #5a636d; --back: #ffffff; --card: #f3f5f7; --line: #d5dae0;
  --link: #0b5cad; --critical: #b3261e; --warning: #8a5a00; --resolved: #1d6b3a; }
@media (prefers-color-scheme: dark) { :root { --text: #e6e9ed; --soft: #a0aab5; --back: #14171a; --card: #1e2327;
  --line: #353c43; --link: #7ab7ff; --critical: #ff8a80; --warning: #f0b849; --resolved: #6fce93; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 60rem; padding: 1rem; color: var(--text); background: var(--back);
  font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
a { color: var(--link); }
nav { display: flex; flex-wrap: wrap; gap: 1rem; padding-bottom: .5rem; border-bottom: 1px solid var(--line); }
h1 { font-size: 1.4rem; margin: 1rem 0 .5rem; }
h2 { font-size: 1.05rem; margin: 0; }
h3 { font-size: 1rem; margin: .75rem 0 0; }
p { margin: .25rem 0; }
ul { padding-left: 1.25rem; }
.soft { color: var(--soft); font-size: .9rem; }
.card { background: var(--card); border: 1px solid var(--line); border-left: .4rem solid var(--soft);
  border-radius: .4rem; padding: .75rem 1rem; margin: .75rem 0; }
.critical { border-left-color: var(--critical); }
.warning { border-left-color: var(--warning); }
.resolved { border-left-color: var(--resolved); }
.state { font-weight: 600; }
.critical .state { color: var(--critical); }
.warning .state { color: var(--warning); }
.resolved .state { color: var(--resolved); }
.labels { display: flex; flex-wrap: wrap; gap: .25rem .75rem; padding: 0; margin: .25rem 0; list-style: none;
  font: .85rem/1.4 ui-monospace, monospace; }
pre { white-space: pre-wrap; font: .95rem/1.5 ui-monospace, monospace; }
`
