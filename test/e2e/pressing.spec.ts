import type { Page } from '@playwright/test'
import { valueOf } from '../support/read-result.ts'
import { Desk } from './support/desk.ts'
import { prepareStudio } from './support/prepare-studio.ts'
import { numberOf } from './support/read-from-outside.ts'
import { expect, test } from './support/test.ts'

test.describe.configure({ timeout: 300_000 })

/** What prints, leaves FitFlow, or ends what the walk walks through. */
const outside =
  /show .*file|show in|print|^connect$|^archive now$|^lock|signed in:|^book for|^open\b/i
/** What of a session’s panel opens a dialog; the rest acts at once, and is pressed by the tests of the day. */
const dialogs = /come|no-show|cancel|source|^more|seats/i
const isSkipped = (label: string, only: RegExp) => outside.test(label) || !only.test(label)
const rows = /(Mara|Ana|Dana|Ben|Chris) [A-Z]\w+|Personal training|Stretching|Trial/
/** A name that is typed without looking: letters of it are commands somewhere. */
const name = 'Xavier Panca R'

test('every button of a manager’s screens is pressed by key: the focus stays, a typed name does nothing, Esc asks', async ({
  dataDir,
  openWindow,
}) => {
  const studio = prepareStudio(dataDir)
  const window = await openWindow(dataDir)
  const { page } = window
  // Whoever is asked for a file's place by the system says that they want none.
  await window.electron.evaluate(({ dialog }) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: true, filePath: '' })
    dialog.showOpenDialog = () => Promise.resolve({ canceled: true, filePaths: [] })
  })
  const desk = new Desk(page, studio)
  await desk.signIn(studio.manager)
  const head = () => numberOf(dataDir, 'SELECT seq FROM event_log_head')
  const layer = page.locator('[role="dialog"], [role="alertdialog"]')
  const asking = page.getByRole('alertdialog', { name: 'Discard what you typed?' })
  const suggestions = page.getByRole('listbox', { name: /^Suggestions/ })
  const choices = page.locator('[data-trigger="Select"]')
  const { keyboard } = page
  const frame = ['?', 'Ctrl+L']
  const badges: Readonly<Record<string, readonly string[]>> = {
    Day: [...frame, 'PgUp', 'PgDn', 'F2'],
    Earnings: [...frame, 'PgUp', 'PgDn'],
  }

  /** What is typed into a dialog changes nothing; Esc asks exactly when something stands in a field. */
  async function typeInDialog(what: string): Promise<void> {
    const title = await layer.first().getByRole('heading').first().textContent()
    const [before, seq] = [await fieldsOf(page), head()]
    await keyboard.type(name)
    expect(head(), what).toBe(seq)
    await expect(layer.first(), what).toContainText(title ?? '')
    const isTyped = JSON.stringify(await fieldsOf(page)) !== JSON.stringify(before)
    // A Space in the name may have opened a list.
    await settled(page)
    while ((await suggestions.isVisible()) || (await choices.isVisible())) {
      await keyboard.press('Escape')
      await settled(page)
    }
    await keyboard.press('Escape')
    if (isTyped) {
      await expect(asking, what).toBeVisible()
      await page.getByRole('button', { name: 'Discard' }).press('Enter')
    }
    await expect(layer, what).toHaveCount(0)
  }

  async function afterPress(what: string): Promise<void> {
    await settled(page)
    // A field that has the focus at once may show its list, before which the dialog is hidden.
    if (await suggestions.isVisible()) {
      await keyboard.press('Escape')
      await settled(page)
    }
    const hasDialog = (await layer.count()) > 0
    // A calendar has no field, and a typed Space rightly chooses its day.
    if (await layer.getByRole('button', { name: 'Next month' }).isVisible()) {
      await keyboard.press('Escape')
      await expect(layer, what).toHaveCount(0)
    } else if ((await layer.getByRole('heading').count()) > 0) await typeInDialog(what)
    // A menu takes a moment to close.
    else await expect(layer, what).toHaveCount(0)
    await expect.poll(() => focused(page), { message: what }).not.toBe('nothing')
    if (hasDialog) await expect.poll(() => isBack(page), { message: `${what}: back` }).toBe(true)
  }

  async function pressMenu(what: string, only: RegExp, open: () => Promise<void>): Promise<void> {
    const items = page.getByRole('menuitem')
    const all = await items.allTextContents()
    await keyboard.press('Escape')
    for (const item of all.filter((text) => !isSkipped(text, only))) {
      await open()
      const one = items.filter({ hasText: item }).first()
      await expect(one, `${what} › ${item}`).toBeVisible()
      if (await one.isDisabled()) await keyboard.press('Escape')
      else await one.press('Enter')
      await afterPress(`${what} › ${item}`)
    }
  }

  const tried = new Set<string>()

  async function pressAll(where: string, scope = 'main, header', only = /./): Promise<void> {
    for (const label of await buttonsOf(page, scope)) {
      // One of each kind: the rows differ by a name.
      const kind = `${where}: ${/#\d/.test(label) ? 'an event' : label.replace(rows, '…')}`
      if (tried.has(kind)) continue
      const what = `${where}: ${label}`
      if (isSkipped(label, only) || !(await choose(page, scope, label))) continue
      const button = page.locator('[data-chosen]')
      tried.add(kind)
      await button.press('Enter')
      await settled(page)
      if (await page.getByRole('menu').isVisible()) {
        await pressMenu(what, only, () => button.press('Enter'))
      } else if (await page.getByRole('listbox').isVisible()) {
        await keyboard.press('Escape')
      }
      await afterPress(what)
    }
  }

  async function walk(screen: string, act: (where: string) => Promise<void>): Promise<void> {
    await page.getByRole('link', { name: screen, exact: true }).click()
    await settled(page)
    const tabs = await page.locator('main').getByRole('tab').allTextContents()
    for (const tab of tabs.length > 0 ? tabs : [null]) {
      if (tab !== null) await page.getByRole('tab', { name: tab, exact: true }).click()
      await settled(page)
      await act(tab === null ? screen : `${screen}, ${tab}`)
    }
  }

  // A studio that has just been set up: every list is empty.
  const screens = await page.getByRole('navigation').getByRole('link').allTextContents()
  for (const screen of screens) {
    await test.step(screen, () =>
      walk(screen, async (where) => {
        expect((await badgesOf(page)).toSorted(), where).toEqual(
          (badges[screen] ?? frame).toSorted(),
        )
        // Its buttons and keys are pressed by the tests of the day.
        if (screen === 'Day') return
        const seq = head()
        await keyboard.type(name)
        await keyboard.press('Enter')
        expect(head(), where).toBe(seq)
        await expect(layer, where).toHaveCount(0)
        await keyboard.press('Escape')
        await pressAll(where)
      }),
    )
  }

  await window.call('appointments.create', {
    trainerId: studio.trainers.ana,
    serviceId: studio.services.training,
    start: `${studio.today}T09:00`,
    shown: { priceMinor: 5_500 },
    client: { kind: 'new', client: { name: 'Cleo Client' } },
  })
  for (const screen of screens.filter((one) => one !== 'Day')) {
    await test.step(`${screen}, with a client`, () =>
      walk(screen, async (where) => {
        if (screen === 'Clients') {
          await page.getByRole('option', { name: /Cleo Client/ }).click()
          await settled(page)
        }
        await pressAll(where)
      }))
  }

  await test.step('Day, with an appointment and a class in the panel', async () => {
    const pilates = await window.call('catalog.addService', {
      name: 'Pilates',
      durationMinutes: 60,
      priceMinor: 1_800,
      hue: 5,
      bufferBeforeMinutes: 0,
      bufferAfterMinutes: 0,
      capacity: 4,
      roomIds: [],
    })
    const { appointmentId } = valueOf(
      await window.call('groups.schedule', {
        trainerId: studio.trainers.ben,
        serviceId: valueOf(pilates).id,
        start: `${studio.today}T09:00`,
      }),
    )
    const seat = await window.call('groups.addSeat', {
      appointmentId,
      client: { kind: 'new', client: { name: 'Sita Seat' } },
      shown: { priceMinor: 1_800 },
    })
    expect(seat.ok).toBe(true)
    await page.getByRole('link', { name: 'Day', exact: true }).click()
    for (const trainer of ['Ana Ruiz', 'Ben Okafor']) {
      await desk.session(trainer, '09:00 to 10:00').press('Enter')
      await settled(page)
      await pressAll(`Day, ${trainer}’s panel`, '[data-panel]', dialogs)
    }
  })
})

/** A moment in which what was pressed has opened, and what lost the focus has passed it on. */
const settled = (page: Page) => page.waitForTimeout(250)

/** What a screen has, in itself and beside its title, or a part of it. */
const buttonsIn = (scope: string) => `:is(${scope}) button:not([role="tab"]):visible`

const buttonsOf = (page: Page, scope: string): Promise<string[]> =>
  page
    .locator(buttonsIn(scope))
    .evaluateAll((all) => [
      ...new Set(all.map((one) => one.getAttribute('aria-label') ?? one.textContent.trim())),
    ])

/** Marks the first button of this label that can be pressed. False: there is none. */
const choose = (page: Page, scope: string, label: string): Promise<boolean> =>
  page.locator(buttonsIn(scope)).evaluateAll((all, wanted) => {
    for (const one of document.querySelectorAll('[data-chosen]')) one.removeAttribute('data-chosen')
    const chosen = all.find(
      (one) =>
        (one.getAttribute('aria-label') ?? one.textContent.trim()) === wanted &&
        !(one as HTMLButtonElement).disabled,
    )
    chosen?.setAttribute('data-chosen', '')
    return chosen !== undefined
  }, label)

const badgesOf = (page: Page): Promise<string[]> =>
  page
    .locator('button[data-key]:visible')
    .evaluateAll((all) => all.map((one) => (one as HTMLElement).dataset['key'] ?? ''))

/** What is typed into the topmost dialog. */
const fieldsOf = (page: Page): Promise<string[]> =>
  page
    .locator('[role="dialog"], [role="alertdialog"]')
    .first()
    .locator('input:not([type="password"], [type="search"]), textarea')
    .evaluateAll((all) => all.map((one) => (one as HTMLInputElement).value))

const focused = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const at = document.activeElement
    return at === null || at === document.body || !at.checkVisibility() ? 'nothing' : at.tagName
  })

/** Whether the focus is on the button that opened a dialog, itself or by its menu; else what has it. */
const isBack = (page: Page): Promise<true | string> =>
  page.evaluate(() => {
    const at = document.activeElement
    return document.querySelector('[data-chosen]') === at || (at?.outerHTML.slice(0, 200) ?? '')
  })
