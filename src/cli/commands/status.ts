export async function status(_options: { readonly stack: string }, _names: readonly string[]): Promise<void> {}
