import { cases } from '#belfry'
import type { NodeOptions } from '../stack/options/node.ts'

export default cases((_o: NodeOptions) => [])
