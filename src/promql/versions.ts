/** The generations of PromQL that differ in what they accept. */
export type PromqlVersion = '2.42' | '3.x'
