import { compilePage } from '../formats/handlebars.ts'
import type { DrillReport, DrillResult, Measure } from './result.ts'

/** A page for people: what happened when, as bars on one axis of time, and what was delivered where. */
export function reportHtml({ run, faults, deliveries }: DrillReport): string {
  const drills = faults?.drills ?? []
  const begin = Math.min(...drills.flatMap(({ times }) => times.broken ?? []))
  const end = Math.max(...drills.flatMap(({ times }) => times.resolved ?? times.mended ?? []))
  const length = Number.isFinite(end - begin) && end > begin ? end - begin : 1
  return template({
    run,
    title: `Drill ${run}`,
    hasFaults: faults !== null,
    where:
      faults === null ? '' : `${faults.environment}, ${faults.driver}${faults.isolated ? ', a stack of its own' : ''}`,
    when: faults === null ? '' : new Date(faults.startedAt).toISOString(),
    passed: String(drills.filter(({ outcome }) => outcome === 'passed').length),
    count: String(drills.length),
    seconds: (length / 1000).toFixed(0),
    drills: drills.map((drill) => row(drill, begin, length)),
    others: faults?.others.join(', ') ?? '',
    deliveries: deliveries.map(
      ({ environment, alerts, delivered, notifications, resolved, channels, faults: wrong, watchdog }) => ({
        ...{ environment, channels, faults: wrong },
        summary: `${delivered} of ${alerts} alerts delivered, ${notifications} notifications, ${resolved.arrived} of ${resolved.expected} all-clears`,
        watchdog:
          watchdog === null
            ? ''
            : `${watchdog.alert} came every ${watchdog.interval ?? '–'} s, and last ${watchdog.lastAfterStop ?? '–'} s after Prometheus stopped. ${watchdog.fault}`,
      }),
    ),
  })
}

function row(
  { name, title, alert, fault, outcome, reason, summary, times, measures }: DrillResult,
  begin: number,
  length: number,
) {
  const bars = [
    { kind: 'unseen', label: 'nothing seen yet', from: times.broken, to: times.pending },
    { kind: 'pending', label: 'pending', from: times.pending, to: times.firing },
    { kind: 'untold', label: 'fires, nobody told', from: times.firing, to: times.delivered },
    { kind: 'told', label: 'told', from: times.delivered, to: times.mended },
    {
      kind: 'clearing',
      label: 'mended, not yet clear',
      from: latest(times.mended, times.delivered),
      to: times.resolved,
    },
  ]
  return {
    ...{ name, title, alert, fault, outcome, reason, summary },
    detection: timed(measures.detection),
    delivery: timed(measures.delivery),
    resolve: timed(measures.resolve),
    bars: bars.flatMap(({ kind, label, from, to }) =>
      from === null || to === null || to < from
        ? []
        : [
            {
              kind,
              left: share(from - begin, length),
              width: share(to - from, length),
              label: `${label}: ${((to - from) / 1000).toFixed(1)} s`,
            },
          ],
    ),
  }
}

function latest(one: number | null, other: number | null): number | null {
  return one === null || other === null ? one : Math.max(one, other)
}

function share(part: number, whole: number): string {
  return ((100 * part) / whole).toFixed(2)
}

function timed({ seconds, bound }: Measure): string {
  return `${seconds?.toFixed(1) ?? '–'} / ${bound}`
}

const template = compilePage(`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{title}}</title>
<style>
  body { font: 14px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 70rem; padding: 0 1rem; color: #202124; background: #fff }
  table { border-collapse: collapse; width: 100% }
  th, td { text-align: left; padding: .25rem .75rem .25rem 0; border-bottom: 1px solid #e0e0e0; vertical-align: top }
  td.number { white-space: nowrap; font-variant-numeric: tabular-nums }
  .line { position: relative; height: .7rem; background: #f1f3f4; border-radius: 2px; margin-top: .25rem }
  .bar { position: absolute; top: 0; bottom: 0; min-width: 1px }
  .unseen { background: #9aa0a6 } .pending { background: #f9ab00 } .untold { background: #d93025 } .told { background: #8430ce } .clearing { background: #1a73e8 }
  .passed { color: #137333 } .late, .failed, .interrupted { color: #c5221f } .skipped { color: #5f6368 }
  .key span { padding: 0 .5rem; color: #fff; border-radius: 2px }
  small { color: #5f6368 }
</style>
</head>
<body>
<h1>{{title}}</h1>
{{#if hasFaults}}
<p>{{when}}, {{where}}. <strong>{{passed}} of {{count}} passed</strong> in {{seconds}} s. Times are seconds, beside the longest that each may take.</p>
<p class="key"><span class="unseen">not seen yet</span> <span class="pending">pending</span> <span class="untold">fires</span> <span class="told">told</span> <span class="clearing">mended</span></p>
<table>
<thead><tr><th>Drill</th><th>Alert</th><th>Detected</th><th>Delivered</th><th>Resolved</th><th>Result</th></tr></thead>
<tbody>
{{#each drills}}
<tr>
<td><strong>{{name}}</strong><br>{{title}}<div class="line">{{#each bars}}<div class="bar {{kind}}" style="left:{{left}}%;width:{{width}}%" title="{{label}}"></div>{{/each}}</div></td>
<td>{{alert}}<br><small>{{summary}}</small></td>
<td class="number">{{detection}}</td><td class="number">{{delivery}}</td><td class="number">{{resolve}}</td>
<td class="{{outcome}}">{{outcome}}{{#if reason}}: {{reason}}{{/if}}</td>
</tr>
{{/each}}
</tbody>
</table>
{{#if others}}<p>Rang meanwhile, and is no drill: {{others}}.</p>{{/if}}
{{/if}}
{{#each deliveries}}
<h2>Routes of {{environment}}</h2>
<p>{{summary}}. {{watchdog}}</p>
<table>
<thead><tr><th>Receiver</th><th>Integration</th><th>Notifications</th></tr></thead>
<tbody>{{#each channels}}<tr><td>{{receiver}}</td><td>{{channel}}</td><td class="number">{{count}}</td></tr>{{/each}}</tbody>
</table>
{{#if faults}}<ul>{{#each faults}}<li class="failed">{{alert}} {{channel}}: {{message}}</li>{{/each}}</ul>{{/if}}
{{/each}}
</body>
</html>
`)
