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
    when: faults === null ? '' : `${new Date(faults.startedAt).toISOString().slice(0, 16).replace('T', ' ')} UTC`,
    passed: String(drills.filter(({ outcome }) => outcome === 'passed').length),
    count: String(drills.length),
    length: clock(length),
    ticks: ticksOf(length),
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
    { kind: 'unseen', label: 'nothing seen yet', from: times.broken, to: times.pending ?? times.mended },
    { kind: 'pending', label: 'pending', from: times.pending, to: times.firing ?? times.mended },
    { kind: 'untold', label: 'fires, nobody told', from: times.firing, to: times.delivered ?? times.mended },
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

/** Where the axis of time is marked: at round times, at most eight of them. */
function ticksOf(length: number): readonly { readonly left: string; readonly label: string }[] {
  const step = [10, 30, 60, 120, 300, 600, 1800].find((seconds) => length <= 8000 * seconds) ?? 3600
  const count = Math.ceil(length / (1000 * step))
  return Array.from({ length: count }, (_, index) => ({
    left: share(index * step * 1000, length),
    label: clock(index * step * 1000),
  }))
}

/** Minutes and seconds. */
function clock(time: number): string {
  const seconds = Math.round(time / 1000)
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
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
  table { border-collapse: collapse; width: 100%; table-layout: fixed }
  th, td { text-align: left; padding: .25rem .75rem .25rem 0; vertical-align: top; overflow-wrap: anywhere }
  tbody tr:last-child td { border-bottom: 1px solid #e0e0e0 }
  .number { width: 6.5rem; white-space: nowrap; font-variant-numeric: tabular-nums } .outcome { width: 9rem }
  .line, .axis { position: relative; background: #f1f3f4; border-radius: 2px; height: .7rem; margin-bottom: .5rem }
  .axis { background: none; height: 1.2rem; margin: 0; border-bottom: 1px solid #9aa0a6 }
  .axis span { position: absolute; padding-left: .25rem; border-left: 1px solid #9aa0a6; color: #5f6368; font: 11px/1.2rem system-ui, sans-serif }
  .bar { position: absolute; top: 0; bottom: 0; min-width: 2px }
  .unseen { background: #9aa0a6 } .pending { background: #f9ab00 } .untold { background: #d93025 } .told { background: #8430ce } .clearing { background: #1a73e8 }
  .passed { color: #137333 } .late, .failed, .interrupted { color: #c5221f } .skipped { color: #5f6368 }
  .key i { display: inline-block; width: .8rem; height: .8rem; border-radius: 2px; margin: 0 .3rem 0 0; vertical-align: -.1rem } .key span { margin-right: 1rem; white-space: nowrap }
  small { color: #5f6368 }
  @media (max-width: 45rem) { .scroll { overflow-x: auto } .scroll table { min-width: 58rem } }
</style>
</head>
<body>
<h1>{{title}}</h1>
{{#if hasFaults}}
<p>{{when}}, {{where}}. <strong>{{passed}} of {{count}} passed</strong> in {{length}} minutes. Times are seconds, beside the longest that each may take.</p>
<p class="key"><span><i class="unseen"></i>not seen yet</span><span><i class="pending"></i>pending</span><span><i class="untold"></i>fires, nobody told</span><span><i class="told"></i>told</span><span><i class="clearing"></i>mended, not yet clear</span></p>
<div class="scroll"><table>
<thead><tr><th>Drill</th><th>Alert</th><th class="number">Detected</th><th class="number">Delivered</th><th class="number">Resolved</th><th class="outcome">Result</th></tr>
<tr><td colspan="6"><div class="axis">{{#each ticks}}<span style="left:{{left}}%">{{label}}</span>{{/each}}</div></td></tr></thead>
{{#each drills}}
<tbody>
<tr>
<td><strong>{{name}}</strong><br>{{title}}</td>
<td>{{alert}}<br><small>{{summary}}</small></td>
<td class="number">{{detection}}</td><td class="number">{{delivery}}</td><td class="number">{{resolve}}</td>
<td class="{{outcome}}">{{outcome}}{{#if reason}}: {{reason}}{{/if}}</td>
</tr>
<tr><td colspan="6"><div class="line">{{#each bars}}<div class="bar {{kind}}" style="left:{{left}}%;width:{{width}}%" title="{{label}}"></div>{{/each}}</div></td></tr>
</tbody>
{{/each}}
</table></div>
{{#if others}}<p>Rang meanwhile, and is no drill: {{others}}.</p>{{/if}}
{{/if}}
{{#each deliveries}}
<h2>Routes of {{environment}}</h2>
<p>{{summary}}. {{watchdog}}</p>
<table>
<thead><tr><th>Receiver</th><th>Integration</th><th class="number">Notifications</th></tr></thead>
<tbody>{{#each channels}}<tr><td>{{receiver}}</td><td>{{channel}}</td><td class="number">{{count}}</td></tr>{{/each}}</tbody>
</table>
{{#if faults}}<ul>{{#each faults}}<li class="failed">{{alert}} {{channel}}: {{message}}</li>{{/each}}</ul>{{/if}}
{{/each}}
</body>
</html>
`)
