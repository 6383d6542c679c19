import { wouldType } from './shortcut-keys.ts'

/** Where the focus is. `hidden`: on something in the day that a click put it on, so that nobody sees it. */
export type KeyFocus = 'page' | 'field' | 'panel' | 'session' | 'hidden'

/** What is open besides the screen itself, the topmost of it. */
export type OpenThing = 'nothing' | 'panel' | 'form' | 'modal'

/** What a key press meets. */
export interface KeyScene {
  readonly focus: KeyFocus
  /**
   * `panel`: one beside the screen without anything to type in. `form`: one in which something is
   * typed. `modal`: a dialog, a menu or a list, whose keys are its own.
   */
  readonly open: OpenThing
}

/** What of a shortcut decides. */
export interface KeyCommand {
  /** As it is written on screen. */
  readonly key: string
  readonly isGlobal?: boolean | undefined
  readonly isOffInFields?: boolean | undefined
  /** It does something to the session that has the focus, and means nothing without one. */
  readonly isForFocused?: boolean | undefined
}

/**
 * Who gets a key that is a command somewhere: the screen that registered it, the button of the open
 * panel that shows it, or nobody. A letter of a name must never be a command: so none is one while a
 * form is open, wherever the focus is, and what acts on a session acts on the one that visibly has the
 * focus.
 *
 * @example
 * decideKey({ key: 'A', isForFocused: true }, { focus: 'session', open: 'form' }) // 'nobody'
 */
export function decideKey(command: KeyCommand, scene: KeyScene): 'screen' | 'panel' | 'nobody' {
  if (command.isGlobal === true) return 'screen'
  if (scene.open === 'modal') return 'nobody'
  if (scene.focus === 'field' && command.isOffInFields === true) return 'nobody'
  if (wouldType(command.key)) {
    if (scene.focus === 'field') return 'nobody'
    // A sign such as `?` is in nobody's name.
    if (scene.open === 'form' && /[\p{L}\p{N}]/u.test(command.key)) return 'nobody'
  }
  if (command.isForFocused !== true) return 'screen'
  if (scene.focus === 'panel') return 'panel'
  return scene.focus === 'session' ? 'screen' : 'nobody'
}

/**
 * Whether the keys of a row in a class's list act: its button visibly has the focus, and nothing is half
 * typed beside it. The empty field that searches for the next client is no form yet.
 */
export function mayActOnRow(
  { focus, open }: KeyScene,
  how: { readonly isFocusSeen: boolean; readonly isTyped: boolean },
): boolean {
  return how.isFocusSeen && !how.isTyped && focus !== 'field' && open !== 'modal'
}
