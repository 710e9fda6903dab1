#!/usr/bin/env node
import { setFlagsFromString } from 'node:v8'

// A run is short: V8 11 (Node 20) spends more on optimizing what it calls often than that saves. Later ones refuse the flag.
if (process.versions.v8.startsWith('11.')) setFlagsFromString('--interrupt-budget=800000')
await import('../dist/cli.js')
