import { z } from 'zod'
import { command } from './contract.ts'

/**
 * What a person is asked about a file that is not where, or not what, this computer left:
 *
 * - `moved_or_copied`: it lies elsewhere, or is another file, and the one that was known is gone
 * - `copy`: the one that was known is still where it was
 * - `another_computer`: it was known on another computer, whose whole disk was copied
 * - `put_back`: it lacks what this computer saw last, as a backup does
 * - `missing`: there is none, or only an empty one, where this computer had a studio open
 */
export type PlaceQuestionKind =
  | 'moved_or_copied'
  | 'copy'
  | 'another_computer'
  | 'put_back'
  | 'missing'

export interface PlaceQuestion {
  readonly kind: PlaceQuestionKind
  /** The folder the file was in when this computer last had it open. */
  readonly wasIn: string
  readonly isIn: string
  /** When that was, by the studio's wall clock. */
  readonly seenLocal: string
}

/** What a person may say to each question. */
export const placeAnswers = {
  moved_or_copied: ['moved', 'copy'],
  copy: ['copy'],
  another_computer: ['moved', 'copy'],
  put_back: ['put_back'],
  missing: ['begin_anew'],
} as const satisfies Record<PlaceQuestionKind, readonly string[]>

export type PlaceAnswer = (typeof placeAnswers)[PlaceQuestionKind][number]

export const placeContract = {
  /**
   * Says what the file is, before it is opened and anything is written. A copy gets a device id, an epoch and a
   * device code of its own, is not connected to the cloud and sends no e-mail; what was put back gets
   * an epoch and a code; where one is missing, a new studio may be begun, and nobody is asked about the
   * old one again. Refused with `place_not_asked` where that is not the question.
   */
  'studio.answerPlace': command<null>()({
    access: 'anyone',
    input: z.object({ answer: z.enum(['moved', 'copy', 'put_back', 'begin_anew']) }),
  }),
}
