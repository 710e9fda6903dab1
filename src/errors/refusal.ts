/** What a machine may refuse to anybody: permissions, a full disk, a folder that is a file, a socket that nobody serves. */
const codes: ReadonlySet<unknown> = new Set([
  ...['EACCES', 'EPERM', 'EROFS', 'ENOSPC', 'EDQUOT', 'EMFILE', 'ENFILE'],
  ...['ENOTDIR', 'EISDIR', 'ELOOP', 'ENAMETOOLONG', 'ECONNREFUSED', 'ECONNRESET'],
])

/** Whether the machine refused something; its message says what, and it is no bug of ours. */
export function isRefusal(error: unknown): error is Error & { readonly code: string } {
  return error instanceof Error && 'code' in error && codes.has(error.code)
}
