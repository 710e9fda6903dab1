/** How problems can be reported. */
export const reportFormats = ['text', 'json', 'sarif', 'github'] as const
export type ReportFormat = (typeof reportFormats)[number]
