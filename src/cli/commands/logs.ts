export async function logs(_options: { readonly stack: string }, _names: readonly string[]): Promise<void> {}
