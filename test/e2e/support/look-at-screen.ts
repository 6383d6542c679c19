import { copyFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'
import { projectFolder } from '../../../tools/build/project-folder.ts'
import type { FitFlowWindow } from './fitflow-window.ts'

const sizes = [
  { width: 1280, height: 800 },
  { width: 1920, height: 1080 },
] as const
const themes = ['light', 'dark'] as const
const usual = sizes[0]

const pictures = join(projectFolder, 'test-results', 'screenshots')
/** The pictures that the README shows; written only with FITFLOW_UPDATE_SCREENSHOTS=1. */
const published = join(projectFolder, 'docs', 'screenshots')
const chosen: Readonly<Record<string, string>> = {
  'welcome-light': 'welcome',
  'sign-in-light': 'sign-in',
  'day-light': 'day-light',
  'day-dark': 'day-dark',
  'booking-light': 'booking',
  'panel-light': 'session',
  'pay-light': 'pay',
  'cancel-light': 'cancel',
  'activity-light': 'activity',
  'events-log-light': 'events',
  'events-volume-light': 'volume',
  'messages-light': 'messages',
  'series-conflicts-light': 'series',
  'group-full-light': 'group',
  'client-packages-light': 'packages',
  'drawer-count-light': 'drawer',
  'day-close-light': 'day-close',
  'clients-light': 'client',
  'settings-policy-light': 'policy',
  'earnings-light': 'earnings',
}

/** Whether to take pictures: for whoever designs, and for the README. Four of each screen take longer than the test. */
const takesPictures =
  process.env['FITFLOW_PICTURES'] === '1' || process.env['FITFLOW_UPDATE_SCREENSHOTS'] === '1'

/**
 * Looks hard at the screen that is shown: asks axe, and about the contrast once more in the dark.
 * Findings are collected, so that one walk through the app finds them all. With FITFLOW_PICTURES=1
 * it also takes a picture of each theme and size, into test-results/screenshots.
 *
 * @param options.over what lies over the page: a modal dialog, or a list that a change of size closes
 */
export async function lookAtScreen(
  window: FitFlowWindow,
  name: string,
  options: { readonly over?: Over } = {},
): Promise<void> {
  const { page } = window
  // In the corner of the window, where nothing lights up under it.
  await page.mouse.move(1, 1)
  for (const theme of themes) {
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' })
    await stillness(page)
    if (options.over === 'dialog' || options.over === 'commands')
      await expect.poll(() => opacityOfDialog(page)).toBe(1)
    // Another theme changes colours and nothing else.
    const rules = theme === 'dark' ? ['color-contrast'] : undefined
    expect.soft(await objections(page, options.over, rules), `${name} in ${theme}`).toEqual([])
    if (!takesPictures) continue
    for (const size of options.over === 'list' ? [usual] : sizes) {
      if (options.over !== 'list') await window.resize(size.width, size.height)
      const file = `${name}-${theme}-${size.width}.png`
      await page.screenshot({ path: join(pictures, file) })
      if (size === usual) publish(file, chosen[`${name}-${theme}`])
    }
  }
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
  if (takesPictures && options.over !== 'list') await window.resize(usual.width, usual.height)
}

/** What can lie over a page: a modal dialog, the list of commands in one, or a list of choices. */
type Over = keyof typeof hiddenBehind

/** Page-wide rules miss what react-aria rightly hides from screen readers behind what lies over it. */
const hiddenBehind = {
  dialog: ['landmark-one-main', 'page-has-heading-one', 'region'],
  // The arrows scroll the commands while the focus stays in the field above them.
  commands: ['landmark-one-main', 'page-has-heading-one', 'region', 'scrollable-region-focusable'],
  // Tab closes a list before it moves on, so nobody gets to the fields hidden behind it.
  list: ['landmark-one-main', 'page-has-heading-one', 'region', 'aria-hidden-focus'],
}

/**
 * What axe objects to, one line per rule, with the elements it means.
 *
 * @param rules the only ones to ask; all of them when left out
 */
async function objections(
  page: Page,
  over: Over | undefined,
  rules: string[] | undefined,
): Promise<string[]> {
  const axe = new AxeBuilder({ page })
    // The newer mode opens a second page, which Electron does not have.
    .setLegacyMode()
    // Where react-aria leaves an announcement for some seconds, also of a button that is gone by then.
    .exclude('[data-live-announcer]')
  if (rules) axe.withRules(rules)
  else if (over) axe.disableRules(hiddenBehind[over])
  const { violations } = await axe.analyze()
  return violations.map(
    ({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ html }) => html).join(' | ')}`,
  )
}

/** Waits until everything short that moves has arrived: half-faded text has half its contrast. */
async function stillness(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const passing = document.getAnimations().filter((animation) => {
      const { endTime } = animation.effect?.getComputedTiming() ?? {}
      return typeof endTime === 'number' && endTime < 1_500
    })
    await Promise.allSettled(passing.map((animation) => animation.finished))
  })
}

/** How opaque the open dialog is with all that it lies in; nothing else notices one that nobody sees. */
function opacityOfDialog(page: Page): Promise<number> {
  // The topmost, when one was opened over another.
  const topmost = page.locator('[role=dialog], [role=alertdialog]').last()
  return topmost.evaluate((dialog) => {
    let opacity = 1
    for (let part: Element | null = dialog; part; part = part.parentElement) {
      opacity *= Number(getComputedStyle(part).opacity)
    }
    return opacity
  })
}

function publish(file: string, name: string | undefined): void {
  if (process.env['FITFLOW_UPDATE_SCREENSHOTS'] !== '1' || name === undefined) return
  mkdirSync(published, { recursive: true })
  copyFileSync(join(pictures, file), join(published, `${name}.png`))
}
