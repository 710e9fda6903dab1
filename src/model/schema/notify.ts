import * as z from '../../errors/zod.ts'
import { matcherPattern } from '../matcher.ts'
import { authorization, tls } from './scrape.ts'
import {
  allow,
  duration,
  engineName,
  hostPort,
  labelName,
  place,
  positiveDuration,
  secret,
  text,
  url,
} from './words.ts'

const sendResolved = z.boolean().optional()
const engineUrl = z.strictObject({ kind: z.literal('engine-url'), engine: engineName, path: z.string() })
const mail = z.string().regex(/^[^@\s]+@[^@\s]+$/, 'not a mail address')

const integration = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('slack'),
    sendResolved,
    apiUrl: secret,
    channel: z.string().regex(/^[#@]?\S+$/, 'not a channel'),
  }),
  z.strictObject({ type: z.literal('email'), sendResolved, to: z.array(mail).min(1) }),
  z.strictObject({ type: z.literal('pagerduty'), sendResolved, routingKey: secret, component: text.optional() }),
  z.strictObject({
    type: z.literal('webhook'),
    sendResolved,
    url: z.union([url, engineUrl, secret]),
    authorization: authorization.optional(),
    tls: tls.optional(),
    maxAlerts: z.int().nonnegative().optional(),
  }),
  z.strictObject({
    type: z.literal('opsgenie'),
    sendResolved,
    apiKey: secret,
    apiUrl: url.optional(),
    teams: z.array(text).optional(),
  }),
  z.strictObject({ type: z.literal('msteams'), sendResolved, webhookUrl: secret }),
  z.strictObject({ type: z.literal('telegram'), sendResolved, botToken: secret, chatId: z.int() }),
  z.strictObject({ type: z.literal('discord'), sendResolved, webhookUrl: secret }),
])

export const receiver = z.strictObject({ name: text, integrations: z.array(integration), place })

const matcher = z.string().regex(matcherPattern, 'not a matcher such as severity="critical"')
const groupBy = z.array(z.union([labelName, z.literal('...')]))

export const route = z.strictObject({
  receiver: text.optional(),
  matchers: z.array(matcher).optional(),
  groupBy: groupBy.optional(),
  groupWait: duration.optional(),
  groupInterval: positiveDuration.optional(),
  repeatInterval: positiveDuration.optional(),
  continue: z.boolean().optional(),
  muteTimings: z.array(text).optional(),
  activeTimings: z.array(text).optional(),
  get routes() {
    return z.array(route).optional()
  },
  allow,
  place,
})

/** The whole tree. Alertmanager takes an empty list for none, and so for that of the parent. */
export const routingTree = route.superRefine((root, context) => {
  for (const path of emptyGroups(root.routes ?? [], ['routes']))
    context.addIssue({
      code: 'custom',
      path: [...path],
      message: 'an empty list would be that of the parent: name a label, or leave it out',
    })
})

interface Grouped {
  readonly groupBy?: readonly string[] | undefined
  readonly routes?: readonly Grouped[] | undefined
}

function emptyGroups(
  routes: readonly Grouped[],
  path: readonly (string | number)[],
): readonly (readonly (string | number)[])[] {
  return routes.flatMap(({ groupBy, routes: below = [] }, index) => [
    ...(groupBy?.length === 0 ? [[...path, index, 'groupBy']] : []),
    ...emptyGroups(below, [...path, index, 'routes']),
  ])
}

export const inhibition = z.strictObject({
  because: z.string().min(10, 'a reason takes a sentence'),
  source: z.array(matcher).min(1),
  target: z.array(matcher).min(1),
  equal: z.array(labelName).optional(),
  allow,
  place,
})

export const expectation = z.strictObject({
  alerts: z.array(matcher).min(1, 'an expectation is about certain alerts'),
  reach: z.array(text).min(1, 'alerts reach somebody'),
  via: z.array(text).optional(),
  place,
})

const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/, 'not a time such as 09:00')
const day = '(sunday|monday|tuesday|wednesday|thursday|friday|saturday)'

export const muteTiming = z.strictObject({
  name: text,
  intervals: z
    .array(
      z.strictObject({
        times: z.array(z.strictObject({ startTime: clock, endTime: clock })).optional(),
        weekdays: z
          .array(z.string().regex(new RegExp(`^${day}(:${day})?$`), 'not a weekday or a range monday:friday'))
          .optional(),
        daysOfMonth: z.array(z.string().regex(/^-?\d{1,2}(:-?\d{1,2})?$/, 'not a day of the month')).optional(),
        months: z.array(text).optional(),
        years: z.array(z.string().regex(/^\d{4}(:\d{4})?$/, 'not a year')).optional(),
        location: text.optional(),
      }),
    )
    .min(1),
  place,
})

export const notify = z.strictObject({
  receivers: z.array(receiver).min(1, 'no receivers'),
  route: route
    .refine((root) => root.receiver !== undefined, { path: ['receiver'], message: 'the root route needs a receiver' })
    .refine((root) => (root.matchers ?? []).length === 0, {
      path: ['matchers'],
      message: 'the root route matches every alert and takes no matchers',
    }),
  inhibitions: z.array(inhibition).optional(),
  muteTimings: z.array(muteTiming).optional(),
  expectations: z.array(expectation).optional(),
  smtp: z
    .strictObject({
      smarthost: hostPort,
      from: mail,
      username: text.optional(),
      password: secret.optional(),
      requireTls: z.boolean().optional(),
    })
    .optional(),
  resolveTimeout: positiveDuration.optional(),
})
