export async function up(_options: { readonly stack: string }, _names: readonly string[]): Promise<void> {}
