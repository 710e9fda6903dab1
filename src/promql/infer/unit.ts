/**
 * Powers of base units, as `bytes/seconds` or `1/seconds`; `ratio` and `none` have no dimension: `none` counts
 * things, `ratio` relates two of a kind. `unknown` fits everything.
 */
export type Unit = string
