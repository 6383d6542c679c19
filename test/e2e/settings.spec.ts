import { countryName } from '../../renderer/features/studio/list-countries.ts'
import { assumedCountry } from '../../shared/country.ts'
import { minor } from '../../shared/money.ts'
import { defaultPolicy, type Policy } from '../../shared/policy.ts'
import { addDays } from '../../shared/time.ts'
import { valueOf } from '../support/read-result.ts'
import { Desk } from './support/desk.ts'
import { lookAtScreen } from './support/look-at-screen.ts'
import { prepareStudio, type PreparedStudio, type RunCommand } from './support/prepare-studio.ts'
import { eventsOf, rowsOf, writeFromOutside } from './support/read-from-outside.ts'
import { expect, test } from './support/test.ts'

/** Changes some settings of the policy from today on. */
function setPolicy(run: RunCommand, studio: PreparedStudio, change: Partial<Policy>): void {
  const policy = { ...defaultPolicy('EUR'), ...change }
  run('policy.save', { effectiveFrom: studio.today, policy })
}

test('the front desk gives back more than the limit with a manager’s PIN, without changing user', async ({
  dataDir,
  openWindow,
}) => {
  const studio = prepareStudio(dataDir, {
    prepare: (run, prepared) => {
      setPolicy(run, prepared, { refundLimitMinor: minor(1_000) })
      const { appointmentId } = run('appointments.create', {
        trainerId: prepared.trainers.ana,
        serviceId: prepared.services.training,
        start: `${prepared.nextWeek}T10:00`,
        client: { kind: 'new', client: { name: 'Cleo Client' } },
      })
      run('payments.take', {
        appointmentId,
        amountMinor: 5_500,
        tenders: [{ method: 'cash', amountMinor: 5_500, tenderedMinor: 5_500 }],
      })
    },
  })
  const window = await openWindow(dataDir)
  const { page } = window
  const desk = new Desk(page, studio)
  await desk.signIn(studio.desk)
  await desk.showDay(studio.nextWeek)
  await desk.open('Ana Ruiz', '10:00 to 11:00', 'Cleo Client')
  await desk.panel
    .getByRole('button', { name: /Refund/ })
    .first()
    .click()
  await desk.dialog.getByRole('textbox', { name: 'Amount' }).fill('20')
  await desk.dialog.getByRole('button', { name: /Refund €20/ }).click()

  const pin = page.getByLabel('PIN of Mara Lindqvist')
  await expect(page.getByText('To give back more than the studio’s limit')).toBeVisible()
  await expect(pin).toBeFocused()
  const facts = page.getByRole('dialog', { name: 'A manager’s PIN is needed' })
  for (const [term, value] of [
    ['Client', 'Cleo Client'],
    ['Receipt', /^\w+-\d{4}-\d{6}$/],
    ['Goes back', '€20.00'],
    ['Reason', /\S/],
  ] as const) {
    await expect(facts.locator(`dt:text-is("${term}") + dd`)).toHaveText(value)
  }
  await pin.pressSequentially('9999')
  await page.keyboard.press('Enter')
  await expect(page.getByText('4 tries left before a pause')).toBeVisible()
  await lookAtScreen(window, 'approval', { over: 'dialog' })
  await pin.pressSequentially(studio.manager.pin)
  await page.keyboard.press('Enter')
  await expect(desk.notices).toContainText('€20.00 refunded')
  await expect(page.getByRole('button', { name: 'Signed in: Dana Desk' })).toBeVisible()
  const [used] = eventsOf(dataDir, 'staff.override_used')
  expect(used?.data).toMatchObject({ staffId: studio.manager.id, actorId: studio.desk.id })
})

test('a manager says where the studio is and runs the staff list, without a mouse', async ({
  dataDir,
  openWindow,
}) => {
  const studio = prepareStudio(dataDir)
  writeFromOutside(dataDir, 'UPDATE studio SET country = NULL')
  const window = await openWindow(dataDir)
  const { page } = window
  const { keyboard } = page
  const desk = new Desk(page, studio)
  const { dialog } = desk
  await desk.signIn(studio.manager)
  await test.step('of a studio from before FitFlow asked, its country is taken from the zone and said', async () => {
    const assumed = assumedCountry(studio.timeZone, 'EUR')
    await expect(desk.notices).toContainText(
      `FitFlow takes it that the studio is in ${countryName(assumed)}`,
    )
    await desk.pressOn(desk.notices.getByRole('button', { name: 'Show the settings' }))
    await expect(page.getByRole('combobox', { name: 'Country' })).toHaveValue(countryName(assumed))
    await lookAtScreen(window, 'settings-studio')
  })

  await test.step('a name that cannot be kept is refused at its field, and stays as it was typed', async () => {
    const name = page.getByRole('textbox', { name: 'The studio’s name' })
    await name.fill('Harbour\u0007Street')
    await expect(page.getByText('a character that nobody can see')).toBeVisible()
    await expect(name).toHaveAttribute('aria-invalid', 'true')
    await desk.pressOn(desk.button('Save the name'))
    await expect(page.getByRole('alert').first()).toContainText('must be on one line')
    await expect(name).toHaveValue('Harbour\u0007Street')
    await name.fill('Harbour Street Studio')
    await expect(page.getByText('a character that nobody can see')).toHaveCount(0)
  })

  await test.step('a manager says another one, and takes it back', async () => {
    const country = page.getByRole('combobox', { name: 'Country' })
    const before = await country.inputValue()
    await desk.tabTo(country)
    await keyboard.press('Control+a')
    await keyboard.type('turkiy')
    await page.keyboard.press('ArrowDown')
    await keyboard.press('Enter')
    await expect(country).toHaveValue('Türkiye')
    await desk.pressOn(desk.button('Save the country'))
    await expect(desk.notices).toContainText('The studio is in Türkiye now')
    expect(rowsOf(dataDir, 'SELECT country FROM studio')).toEqual([{ country: 'TR' }])
    await desk.pressOn(desk.notices.getByRole('button', { name: 'Undo' }).first())
    await expect(country).toHaveValue(before)
  })
  await desk.openSettings('Staff')
  await expect(page.getByText('Dana Desk')).toBeVisible()
  await lookAtScreen(window, 'settings-staff')

  await test.step('somebody new, with a PIN that is hard to guess and a column of the book', async () => {
    await desk.pressOn(desk.button('Add somebody'))
    await expect(dialog.getByLabel('Name')).toBeFocused()
    await keyboard.type('Nora Ny')
    await keyboard.press('Tab')
    await keyboard.press('ArrowRight')
    await expect(dialog.getByRole('radio', { name: 'Trainer' })).toBeChecked()
    await desk.tabTo(dialog.getByLabel('New PIN'))
    await keyboard.type('123456')
    await expect(dialog.getByText('That is easy to guess')).toBeVisible()
    await lookAtScreen(window, 'staff-add', { over: 'dialog' })
    await keyboard.press('Control+a')
    await keyboard.type('530817')
    await desk.tabTo(dialog.getByLabel('The PIN once more'))
    await keyboard.type('530817')
    await keyboard.press('Enter')
    await expect(dialog.getByText('Choose a column')).toBeVisible()
    await desk.pressOn(dialog.getByRole('button', { name: /Column in the book/ }))
    await keyboard.type('Ben')
    await expect(page.getByRole('option', { name: 'Ben Okafor' })).toBeFocused()
    await keyboard.press('Enter')
    await desk.pressOn(dialog.getByRole('button', { name: 'Add them' }))
    await expect(desk.notices).toContainText('Nora Ny can sign in now')
    await expect(desk.button('Add somebody')).toBeFocused()
  })

  await test.step('a name in look-alike letters is asked about, and may be meant', async () => {
    await desk.pressOn(desk.button('Add somebody'))
    await keyboard.type('Νоra Ny')
    await desk.tabTo(dialog.getByLabel('New PIN'))
    await keyboard.type('620853')
    await keyboard.press('Tab')
    await keyboard.type('620853')
    await keyboard.press('Enter')
    await expect(dialog.getByRole('alert')).toContainText('looks exactly like Nora Ny')
    await expect(dialog.getByLabel('Name')).toHaveValue('Νоra Ny')
    await desk.pressOn(dialog.getByRole('button', { name: 'Save anyway' }))
    await expect(desk.notices).toContainText('Νоra Ny can sign in now')
    await desk.pressOn(desk.button('What to do about Νоra Ny'))
    await keyboard.press('End')
    await keyboard.press('Enter')
    await expect(page.getByRole('region', { name: 'Who left' })).toContainText('Νоra Ny')
  })

  await test.step('up to the top of the list, and the focus stays with her', async () => {
    const up = desk.button('Move Nora Ny up')
    await desk.tabTo(up)
    for (let place = 3; place > 0; place -= 1) {
      await expect(up).toBeFocused()
      await keyboard.press('Enter')
      await expect(page.getByRole('listitem').nth(place - 1)).toContainText('Nora Ny')
    }
    await expect(desk.button('Move Nora Ny down')).toBeFocused()
  })

  await test.step('a new PIN for who forgot theirs', async () => {
    await desk.pressOn(desk.button('What to do about Dana Desk'))
    await keyboard.press('ArrowDown')
    await expect(page.getByRole('menuitem', { name: 'Set a new PIN' })).toBeFocused()
    await keyboard.press('Enter')
    await expect(dialog.getByLabel('New PIN')).toBeFocused()
    await keyboard.type('604182')
    await keyboard.press('Tab')
    await keyboard.type('604182')
    await keyboard.press('Enter')
    await expect(desk.notices).toContainText('Dana Desk has a new PIN')
    await expect(desk.button('What to do about Dana Desk')).toBeFocused()
  })

  await test.step('who left is off the list', async () => {
    await desk.pressOn(desk.button('What to do about Ana Ruiz'))
    await keyboard.press('End')
    await keyboard.press('Enter')
    await expect(page.getByRole('region', { name: 'Who left' })).toContainText('Ana Ruiz')
    // Her row is gone: the focus is on the next one.
    await expect(desk.button('Move Dana Desk up')).toBeFocused()
    // The button's name, which is shown beside it.
    await keyboard.press('Escape')
    await lookAtScreen(window, 'settings-staff-left')
  })

  await keyboard.press('Control+l')
  await desk.signIn(studio.manager)
  await expect(page.getByText('FitFlow takes it that')).toHaveCount(0)
  await keyboard.press('Control+l')
  await expect(page.getByRole('option', { name: 'Nora Ny' })).toBeVisible()
  await expect(page.getByRole('option', { name: 'Ana Ruiz' })).toHaveCount(0)
  await desk.signIn({ ...studio.desk, pin: '604182' })
  await expect(page.getByRole('link', { name: 'Settings' })).toHaveCount(0)
})

test('a policy is changed from now, planned for later and called off, without a mouse', async ({
  dataDir,
  openWindow,
}) => {
  const studio = prepareStudio(dataDir)
  const window = await openWindow(dataDir)
  const { page } = window
  const desk = new Desk(page, studio)
  await desk.signIn(studio.manager)
  await desk.openSettings('Policy')
  const window24 = page.getByLabel('Cancelling and moving are free until')
  await expect(window24).toHaveValue('24')
  await lookAtScreen(window, 'settings-policy')
  await desk.tabTo(window24)
  await page.keyboard.press('Control+a')
  await page.keyboard.type('twelve')
  await expect(page.getByText('Enter a number from 0 to 336')).toBeVisible()
  await page.keyboard.press('Control+a')
  await page.keyboard.type('12')
  await expect(page.getByText('24 h before → 12 h before')).toBeVisible()
  await lookAtScreen(window, 'settings-policy-change')
  await desk.pressOn(page.getByRole('button', { name: 'Save the policy' }))
  await expect(desk.notices).toContainText('The policy was saved')
  await expect(page.getByText('Holds now')).toBeVisible()

  const { policy, version } = valueOf(await window.call('policy.current', {}))
  expect(policy.lateCancelWindowMinutes).toBe(12 * 60)
  const later = addDays(studio.today, 20)
  valueOf(
    await window.call('policy.save', {
      effectiveFrom: later,
      policy: { ...policy, lateCancelWindowMinutes: 6 * 60 },
      expectedVersion: version,
    }),
  )
  await expect(page.getByText('Planned', { exact: true })).toBeVisible()
  await desk.tabTo(page.getByRole('button', { name: /^Call off what is planned/ }))
  await lookAtScreen(window, 'settings-policy-versions')
  await page.keyboard.press('Enter')
  await expect(desk.notices).toContainText('The planned policy was called off')
  const then = valueOf(await window.call('policy.current', { date: later }))
  expect(then.policy.lateCancelWindowMinutes).toBe(12 * 60)
})

test('an untouched window warns, locks by itself and comes back to the same person', async ({
  dataDir,
  openWindow,
}) => {
  const studio = prepareStudio(dataDir, {
    prepare: (run, prepared) => setPolicy(run, prepared, { autoLockMinutes: 1 }),
  })
  const window = await openWindow(dataDir)
  const { page } = window
  const desk = new Desk(page, studio)
  // The page's own clock, so that nobody has to wait for two minutes.
  await page.clock.install()
  await desk.signIn(studio.desk)
  await desk.grid.waitFor()
  const warning = page.getByText(/This window locks in \d+ s/)
  await page.clock.fastForward('00:52')
  await expect(warning).toBeVisible()
  // Not looked at as the others are: moving the mouse would end it.
  await page.screenshot({ path: 'test-results/screenshots/auto-lock-light-1280.png' })
  await page.keyboard.press('Shift')
  await expect(warning).toHaveCount(0)
  await page.clock.fastForward('01:01')
  await expect(page.getByRole('heading', { name: 'Who is at the desk?' })).toBeVisible()
  expect(eventsOf(dataDir, 'staff.locked').map(({ data }) => data)).toEqual([
    { staffId: studio.desk.id, cause: 'idle' },
  ])

  await page.keyboard.type(studio.desk.pin)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: 'Signed in: Dana Desk' })).toBeVisible()

  await test.step('main locks a page whose own clock stands still', async () => {
    await window.electron.evaluate(() => {
      const now = performance.now.bind(performance)
      performance.now = () => now() + 62_500
    })
    await expect(page.getByRole('heading', { name: 'Who is at the desk?' })).toBeVisible()
    expect(eventsOf(dataDir, 'staff.locked')).toHaveLength(2)
  })

  await test.step('a page that crashed and came back is locked', async () => {
    window.problems.expect(/The window’s process ended: crashed/)
    await page.keyboard.type(studio.desk.pin)
    await page.keyboard.press('Enter')
    await expect(page.getByRole('button', { name: 'Signed in: Dana Desk' })).toBeVisible()
    const shown = await window.electron.evaluate(async ({ BrowserWindow }) => {
      const { webContents } = BrowserWindow.getAllWindows()[0]!
      const again = new Promise<void>((resolve) => {
        webContents.once('did-finish-load', () => resolve())
      })
      webContents.forcefullyCrashRenderer()
      await again
      for (;;) {
        const text = String(await webContents.executeJavaScript('document.body.innerText'))
        if (/Who is at the desk|Dana Desk/.test(text)) return text
        await new Promise((resolve) => setTimeout(resolve, 50))
      }
    })
    expect(shown).toContain('Who is at the desk?')
    expect(eventsOf(dataDir, 'staff.locked')).toHaveLength(3)
  })
})

test('a computer that goes to sleep locks the window', async ({ dataDir, openWindow }) => {
  const studio = prepareStudio(dataDir)
  const window = await openWindow(dataDir)
  const desk = new Desk(window.page, studio)
  await desk.signIn(studio.desk)
  await window.electron.evaluate(({ powerMonitor }) => powerMonitor.emit('suspend'))
  await expect(window.page.getByLabel('PIN of Dana Desk')).toBeFocused()
  expect(eventsOf(dataDir, 'staff.locked').map(({ data }) => data.cause)).toEqual(['computer'])
})
