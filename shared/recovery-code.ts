import { z } from 'zod'

/** Crockford's: no letter that is taken for a digit, and no U. */
export const recoverySigns = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** 120 bits: nobody guesses it, so nobody has to be kept from trying. */
export const recoveryLength = 24

/**
 * A recovery code as it is read off paper: in small letters, with any dashes or none, with an O for a
 * zero and an I or L for a one.
 *
 * @example recoveryCodeSchema.parse('7k2m-…') // '7K2M…', 24 signs
 */
export const recoveryCodeSchema = z
  .string()
  .max(100)
  .overwrite((text) =>
    text
      .normalize('NFKC')
      .toUpperCase()
      .replaceAll(/[^\p{L}\p{N}]/gu, '')
      .replaceAll('O', '0')
      .replaceAll(/[IL]/g, '1'),
  )
  .regex(
    new RegExp(`^[${recoverySigns}]{${recoveryLength}}$`),
    `must be the ${recoveryLength} letters and digits of the recovery code`,
  )
