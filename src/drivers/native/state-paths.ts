import { join } from 'node:path'
import type { EngineName } from '../../spec/engine-name.ts'

/** Where the native driver keeps what it knows; all below the state folder. */
export const recordsDir = (stateDir: string): string => join(stateDir, 'processes')
export const recordPath = (stateDir: string, engine: EngineName): string => join(recordsDir(stateDir), `${engine}.json`)
export const logsDir = (stateDir: string): string => join(stateDir, 'logs')
export const logPath = (stateDir: string, engine: EngineName): string => join(logsDir(stateDir), `${engine}.log`)
export const dataDir = (stateDir: string): string => join(stateDir, 'data')
export const secretsDir = (stateDir: string): string => join(stateDir, 'secrets')
/** Password of the demo database's superuser; nothing but the driver needs it. */
export const adminPasswordPath = (stateDir: string): string => join(secretsDir(stateDir), 'postgres_admin_password')
