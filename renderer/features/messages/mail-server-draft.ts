import type { InputOf } from '../../../shared/contract.ts'
import type { Contracts } from '../../../shared/contracts.ts'
import type { MailSecurity, MessageSettings } from '../../../shared/messages.ts'
import { readCount } from '../../../shared/read-amount.ts'
import { words } from '../../../shared/words/index.ts'

const portBounds = { least: 1, most: 65_535 } as const

/** The settings as they stand in the form: all that was typed, right or not. */
export interface MailServerDraft {
  readonly enabled: boolean
  readonly host: string
  readonly port: string
  readonly security: MailSecurity
  readonly userName: string
  readonly password: string
  readonly isPasswordForgotten: boolean
  readonly fromName: string
  readonly fromAddress: string
}

const usualPort: Record<MailSecurity, string> = { starttls: '587', tls: '465', none: '25' }

/** What the form begins with: the saved settings, or the usual ones. */
export function draftOf(settings: MessageSettings | null, studioName: string): MailServerDraft {
  return {
    enabled: settings?.enabled ?? true,
    host: settings?.host ?? '',
    port: String(settings?.port ?? usualPort.starttls),
    security: settings?.security ?? 'starttls',
    userName: settings?.userName ?? '',
    password: '',
    isPasswordForgotten: false,
    fromName: settings?.fromName ?? studioName,
    fromAddress: settings?.fromAddress ?? '',
  }
}

/** Another encryption usually has another port; one that was chosen by hand stays. */
export function withSecurity(draft: MailServerDraft, security: MailSecurity): MailServerDraft {
  const port = draft.port === usualPort[draft.security] ? usualPort[security] : draft.port
  return { ...draft, security, port }
}

/** What is missing or wrong, by field; main has the last word. */
export function problemsOf(draft: MailServerDraft): Partial<Record<keyof MailServerDraft, string>> {
  return {
    ...(draft.host.trim() === '' && { host: words.messages.hostMissing }),
    ...(readCount(draft.port, portBounds) === null && {
      port: words.messages.portWrong,
    }),
    ...(draft.fromName.trim() === '' && { fromName: words.messages.nameMissing }),
    ...(!draft.fromAddress.includes('@') && { fromAddress: words.messages.addressMissing }),
  }
}

/** The draft as the command takes it. An empty password keeps the stored one. */
export function inputOf(
  draft: MailServerDraft,
): Omit<InputOf<Contracts['messages.saveSettings']>, 'expectedVersion'> {
  const { enabled, security, userName, password, isPasswordForgotten } = draft
  return {
    enabled,
    security,
    host: draft.host.trim(),
    port: readCount(draft.port, portBounds) ?? 0,
    userName: userName.trim() === '' ? null : userName,
    ...(isPasswordForgotten ? { password: null } : password !== '' && { password }),
    fromName: draft.fromName,
    fromAddress: draft.fromAddress.trim(),
  }
}
