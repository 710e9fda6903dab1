/** Runs work now and again and again, while the page is looked at; one run at a time. */
export function repeat(milliseconds: number, work: () => Promise<void>): void {
  let isRunning = false
  const run = async (): Promise<void> => {
    if (isRunning || document.hidden) return
    isRunning = true
    try {
      await work()
    } finally {
      isRunning = false
    }
  }
  setInterval(() => void run(), milliseconds)
  document.addEventListener('visibilitychange', () => void run())
  void run()
}
