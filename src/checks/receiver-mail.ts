import type { Check } from './check.ts'

/** Mail needs a server; Alertmanager refuses to start without one. */
export const receiverMail: Check = {
  id: 'receiver-mail',
  severity: 'error',
  run: ({ alertmanager }) =>
    alertmanager.smtp !== null
      ? []
      : alertmanager.receivers
          .filter((receiver) => receiver.integrations.some(({ type }) => type === 'email'))
          .map((receiver) => ({
            message: `the receiver ${receiver.name} sends mail, but no mail server is given`,
            hint: 'Add `smtp: { smarthost, from }` to the notification policy.',
            path: `notify.receivers.${receiver.name}`,
            place: receiver.place,
          })),
}
