export async function restart(_options: { readonly stack: string }, _names: readonly string[]): Promise<void> {}
