/**
 * Has a simulator play a scenario; each call moves it on as well.
 *
 * @param url - of the simulators.
 */
export async function playScenario(url: string, system: string, scenario: string): Promise<void> {
  const { status } = await fetch(`${url}/api/scenario`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ system, scenario }),
  })
  if (status !== 200) throw new Error(`${system} does not play ${scenario}: HTTP ${status}`)
}
