import type { IncidentSpec, Moment } from '../spec/history.ts'

/** A moment that moves: one object for all samples of a series. */
export class MovingMoment implements Moment {
  time = 0
  ago = 0
  load = 0
  drift = 0
  jitter = 0
  readonly #end: number
  #phase = 0
  #state = 0

  constructor(end: number) {
    this.#end = end
  }

  /** Begins with another series; its name decides its chance. */
  enter(series: string): void {
    let hash = 2_166_136_261
    for (let index = 0; index < series.length; index++) hash = Math.imul(hash ^ series.charCodeAt(index), 16_777_619)
    this.#state = hash
    this.#phase = ((hash >>> 0) / 4_294_967_296) * 2 * Math.PI
  }

  moveTo(time: number): void {
    this.time = time
    this.ago = this.#end - time
    this.load = loadAt(time)
    this.drift = 0.6 * Math.sin(time / 1270 + this.#phase) + 0.4 * Math.sin(time / 311 + 3 * this.#phase)
    this.#state = (Math.imul(this.#state, 1_664_525) + 1_013_904_223) | 0
    this.jitter = this.#state / 2_147_483_648
  }

  during({ hoursAgo, minutes }: IncidentSpec): number {
    const since = hoursAgo * 3600 - this.ago
    const left = minutes * 60 - since
    if (since < 0 || left < 0) return 0
    // It comes and goes within a tenth of its time.
    return Math.min(1, since / (6 * minutes), left / (6 * minutes))
  }
}

/** Busiest at 14:00 UTC. */
function loadAt(time: number): number {
  const hour = (time / 3600) % 24
  return 0.65 + 0.35 * Math.cos(((hour - 14) / 24) * 2 * Math.PI)
}
