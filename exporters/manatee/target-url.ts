/**
 * The base URL of a status server, without a slash at its end.
 *
 * @param target - `host:port`, or an HTTP URL without user, query and fragment.
 * @returns `null` for anything else.
 */
export function targetUrl(target: string): string | null {
  const text = /^https?:\/\//.test(target) ? target : `http://${target}`
  if (!URL.canParse(text) || /[\s?#@\\]/.test(target)) return null
  const { hostname, pathname } = new URL(text)
  // Without a scheme there is nothing behind the port.
  if (hostname === '' || (text !== target && pathname !== '/')) return null
  return text.replace(/\/+$/, '')
}
