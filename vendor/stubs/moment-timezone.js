// UTC and the machine's own zone only; the tables of all zones would be larger than all the rest.
import moment from 'moment'

moment.tz = Object.assign((...given) => moment.utc(...given), {
  guess: () => 'UTC',
  names: () => ['UTC'],
  setDefault: () => moment,
  zone: () => null,
})
moment.fn.tz = function () {
  return this.utc()
}
export const tz = moment.tz
export default moment
