export async function down(_options: { readonly stack: string }, _names: readonly string[]): Promise<void> {}
