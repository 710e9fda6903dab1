import { runSimulators } from '../src/simulator/run-simulators.ts'
import { simulators } from './simulators.ts'

/** All simulators as one program; bundled to `dist/simulator.js`. */
await runSimulators(simulators)
