import { expect, test } from 'vitest'
import { readMail } from './read-mail.ts'

test('a mail of two parts is read in plain words', () => {
  const mail = [
    'Subject: =?utf-8?q?[FIRING_1]_Caf=C3=A9?= =?utf-8?q?_is_down?=',
    'X-Belfry-Channel: critical/email/1',
    'Content-Type: multipart/alternative;',
    ' boundary=abc123',
    '',
    '--abc123',
    'Content-Transfer-Encoding: quoted-printable',
    'Content-Type: text/plain; charset=UTF-8',
    '',
    'Caf=C3=A9 is =',
    'down =3D bad',
    '--abc123',
    'Content-Transfer-Encoding: base64',
    '',
    Buffer.from('<b>Café</b>').toString('base64'),
    '--abc123--',
    '',
  ].join('\r\n')
  const { headers, parts } = readMail(mail)
  expect(headers.subject).toBe('[FIRING 1] Café is down')
  expect(headers['x-belfry-channel']).toBe('critical/email/1')
  expect(parts.map((part) => part.trim())).toEqual(['Café is down = bad', '<b>Café</b>'])
})

test('a mail of one part is read as well', () => {
  expect(readMail('Subject: plain\n\nbody\n')).toEqual({ headers: { subject: 'plain' }, parts: ['body\n'] })
})
