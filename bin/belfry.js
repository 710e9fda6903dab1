#!/usr/bin/env node
import { setFlagsFromString } from 'node:v8'

// A run is short: optimizing what it calls often costs more than it saves.
setFlagsFromString('--interrupt-budget=800000')
await import('../dist/cli.js')
