import { resolve } from 'node:path'
import * as z from '../errors/zod.ts'

/** How configurations name the stores of a service. */

const port = z.int().min(1).max(65_535)
const file = z.string().min(1)

export const postgresSection = z.strictObject({
  host: z.string().min(1),
  port: port.default(5432),
  user: z.string().min(1),
  database: z.string().min(1),
  sslmode: z.enum(['disable', 'require', 'verify-full']).default('disable'),
  passwordFile: file.optional(),
})

export const redisSection = z.strictObject({
  host: z.string().min(1),
  port: port.default(6379),
  passwordFile: file.optional(),
})

/** A section whose password file stands relative to a folder. */
export function withPasswordFile<S extends { readonly passwordFile?: string | undefined }>(
  section: S,
  folder: string,
): S {
  const { passwordFile } = section
  return passwordFile === undefined ? section : { ...section, passwordFile: resolve(folder, passwordFile) }
}
