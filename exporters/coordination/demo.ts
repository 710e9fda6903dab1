/** Number of the database in the demo's Redis that belongs to coordination alone. */
export const demoDatabase = 3
