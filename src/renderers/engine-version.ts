/** Whether a version is at least `least`; both as `major.minor`, and whatever follows is left out of it. */
export function isAtLeast(version: string, least: `${number}.${number}`): boolean {
  const [major = 0, minor = 0] = version.split('.').map((part) => Number.parseInt(part, 10))
  const [leastMajor = 0, leastMinor = 0] = least.split('.').map(Number)
  return major > leastMajor || (major === leastMajor && minor >= leastMinor)
}
