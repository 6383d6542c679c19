import { z } from 'zod'
import { cleanLine } from './plain-text.ts'

/** There is one in the window and in main; only the compiler’s library of this folder lacks it. */
declare const URL: new (url: string) => { readonly hostname: string }

/** Longer than this no mail server takes, by RFC 5321. */
const longest = 254
const message = 'must be an e-mail address'
/** What stands before the @, without quotes: RFC 5322, “dot-atom”. */
const localPart = /^(?=.{1,64}$)[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*$/

/**
 * An e-mail address as it is typed; its domain may have umlauts, or be in any script. It is sent to as
 * {@link asciiAddress} writes it.
 */
export const emailSchema = z
  .string()
  .max(longest, message)
  .refine((text) => text.isWellFormed() && !/\p{Cc}/u.test(text), { message, abort: true })
  .overwrite(cleanLine)
  .refine((text) => asciiAddress(text) !== null, message)

/**
 * The address as mail servers know it: the domain in punycode. Null: it is no e-mail address.
 *
 * @example
 * asciiAddress('post@müller.de') // 'post@xn--mller-kva.de'
 */
export function asciiAddress(address: string): string | null {
  const at = address.lastIndexOf('@')
  const local = address.slice(0, at)
  if (!localPart.test(local)) return null
  const domain = asciiDomain(address.slice(at + 1))
  return domain === null || local.length + 1 + domain.length > longest ? null : `${local}@${domain}`
}

function asciiDomain(typed: string): string | null {
  // What a URL reads as something else than a name is none.
  if (
    !/^[\p{L}\p{M}\p{N}.\-。．｡]+$/u.test(typed) ||
    /(?:^|[.。．｡])-|-(?:$|[.。．｡])/.test(typed)
  ) {
    return null
  }
  const isPlain = /^[\x20-\x7e]+$/.test(typed)
  // Punycode that stands for no letters leads nowhere; it is looked at only beside other letters.
  if (isPlain && /(?:^|\.)xn--/i.test(typed) && hostOf(`ü.${typed}`) === '') return null
  const domain = isPlain ? typed : hostOf(typed)
  return /^(?:[a-z\d-]{1,63}\.)+(?:[a-z]{2,63}|xn--[a-z\d-]{1,59})$/i.test(domain) ? domain : null
}

function hostOf(domain: string): string {
  try {
    return new URL(`http://${domain}`).hostname
  } catch {
    return ''
  }
}
