/** Such as `1 m 30 s`. */
export function seconds(total: number): string {
  if (total < 60) return `${Math.round(total * 10) / 10} s`
  const minutes = Math.floor(total / 60)
  const rest = Math.round(total % 60)
  if (minutes < 60) return rest === 0 ? `${minutes} m` : `${minutes} m ${rest} s`
  const hours = Math.floor(minutes / 60)
  if (hours >= 48) return `${Math.floor(hours / 24)} d ${hours % 24} h`
  return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} m`
}

/** How long ago a moment is, such as `5 m`; empty for a time that is none. */
export function age(time: string, now = Date.now()): string {
  const at = Date.parse(time)
  return Number.isNaN(at) ? '' : seconds(Math.max(0, Math.round((now - at) / 1000)))
}

/** Such as `2026-01-31 12:00:05`, by the clock of the reader. */
export function moment(time: string | number): string {
  const date = new Date(time)
  if (Number.isNaN(date.getTime())) return String(time)
  const two = (value: number): string => String(value).padStart(2, '0')
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`
}

export const count = (amount: number, one: string, many = `${one}s`): string => `${amount} ${amount === 1 ? one : many}`
