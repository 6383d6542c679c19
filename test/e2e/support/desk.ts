import { expect, type Locator, type Page } from '@playwright/test'
import type { LocalDate } from '../../../shared/time.ts'
import type { Person, PreparedStudio } from './prepare-studio.ts'

/** What a receptionist sees and does, found by role and name only. */
export class Desk {
  readonly page: Page
  readonly today: LocalDate

  constructor(page: Page, studio: Pick<PreparedStudio, 'today'>) {
    this.page = page
    this.today = studio.today
  }

  /** Chooses a name and types the PIN. */
  async signIn(person: Person): Promise<void> {
    await this.page.getByRole('option', { name: person.name }).click()
    await this.page.getByLabel(`PIN of ${person.name}`).pressSequentially(person.pin)
    await this.page.keyboard.press('Enter')
    await expect(this.page.getByRole('button', { name: `Signed in: ${person.name}` })).toBeVisible()
  }

  /** The grid of the day that is shown. */
  get grid(): Locator {
    return this.page.getByRole('group', { name: /^Sessions on/ })
  }

  /** Steps to a day and waits until it is drawn. */
  async showDay(date: LocalDate): Promise<void> {
    const days = (Date.parse(date) - Date.parse(this.today)) / 86_400_000
    await this.page.getByRole('button', { name: 'Today', exact: true }).click()
    for (let step = 0; step < Math.abs(days); step += 1) {
      await this.page.keyboard.press(days > 0 ? 'PageDown' : 'PageUp')
    }
    const spoken = sayDate(date)
    await expect(this.page.getByRole('group', { name: `Sessions on ${spoken}` })).toBeVisible()
  }

  /** A free slot in the grid. */
  slot(trainer: string, time: string): Locator {
    return this.grid.getByRole('button', { name: `Book ${trainer} at ${time}`, exact: true })
  }

  /** A session's block, by what is read aloud: `Ana Ruiz, 10:00 to 11:00, Cleo Client, …`. */
  session(...parts: string[]): Locator {
    return this.grid.getByRole('button', { name: parts.join(', ') })
  }

  /** The panel beside the day. */
  get panel(): Locator {
    return this.page.getByRole('complementary')
  }

  get dialog(): Locator {
    return this.page.getByRole('dialog')
  }

  /** The notices in the corner. */
  get notices(): Locator {
    return this.page.getByRole('region', { name: 'Notifications' })
  }

  button(name: string): Locator {
    return this.page.getByRole('button', { name })
  }

  /** Presses Tab until it has the focus, as somebody without a mouse does. */
  async tabTo(wanted: Locator): Promise<void> {
    await wanted.waitFor()
    for (let press = 0; press < 80; press += 1) {
      if (await wanted.evaluate((element) => element === document.activeElement)) return
      await this.page.keyboard.press('Tab')
    }
    throw new Error(`Tab does not reach ${wanted.toString()}`)
  }

  /** Goes there with Tab and presses it with Enter. */
  async pressOn(wanted: Locator): Promise<void> {
    await this.tabTo(wanted)
    await this.page.keyboard.press('Enter')
  }

  /** Opens a page of the settings by keyboard. */
  async openSettings(section: string): Promise<void> {
    await this.page.keyboard.press('Control+8')
    await this.tabTo(this.page.getByRole('tab', { selected: true }))
    const tab = this.page.getByRole('tab', { name: section, selected: true })
    while (!(await tab.isVisible())) await this.page.keyboard.press('ArrowDown')
    await expect(tab).toBeFocused()
  }

  /** Fills in a new client who is on no list yet. */
  async addClient(name: string, phone = ''): Promise<void> {
    await this.panel.getByRole('combobox', { name: 'Client' }).fill(name)
    await this.page.getByRole('option', { name: `New client “${name}”` }).click()
    await expect(this.panel.getByLabel('Name')).toHaveValue(name)
    if (phone !== '') await this.panel.getByLabel('Phone').fill(phone)
  }

  /** Chooses one of the known clients by typing a part of the name. */
  async chooseClient(name: string): Promise<void> {
    await this.panel.getByRole('combobox', { name: 'Client' }).fill(name)
    await this.page.getByRole('option', { name }).first().click()
  }

  async chooseService(name: string): Promise<void> {
    await this.panel.getByRole('button', { name: /Service/ }).click()
    await this.page.getByRole('option', { name }).click()
  }

  /** Books an hour's training for a new client, by mouse, and waits for the confirmation. */
  async book(trainer: string, time: string, client: string): Promise<void> {
    await this.slot(trainer, time).click()
    await this.addClient(client)
    await this.panel.getByRole('button', { name: `Book ${time}` }).click()
    await expect(this.notices).toContainText(`Booked ${client}, ${time} with ${trainer}`)
  }

  /** Opens a session's panel. */
  async open(...parts: string[]): Promise<void> {
    await this.session(...parts).click()
    await expect(this.panel).toBeVisible()
  }
}

/** As the app says it: `Monday 30 November 2026`. */
function sayDate(date: LocalDate): string {
  return new Intl.DateTimeFormat('en-GB', {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  })
    .format(new Date(`${date}T00:00:00Z`))
    .replaceAll(',', '')
}
