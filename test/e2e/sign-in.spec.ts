import { hashPin, shownCost } from '../../main/features/staff/hash-pin.ts'
import { valueOf } from '../support/read-result.ts'
import { Desk } from './support/desk.ts'
import { lookAtScreen } from './support/look-at-screen.ts'
import { prepareStudio } from './support/prepare-studio.ts'
import { eventsOf, writeFromOutside } from './support/read-from-outside.ts'
import { expect, test } from './support/test.ts'

test('the right PIN opens the day, a wrong one says how many tries are left', async ({
  dataDir,
  openWindow,
}) => {
  const studio = prepareStudio(dataDir)
  const { page } = await openWindow(dataDir)
  await page.getByRole('option', { name: 'Dana Desk' }).click()
  const pin = page.getByLabel('PIN of Dana Desk')

  await pin.fill('9999')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByRole('alert')).toHaveText(
    'That PIN is not right. 4 tries left before a pause.',
  )
  await expect(pin).toHaveValue('')
  await expect(pin).toBeFocused()

  for (const digit of studio.desk.pin) {
    await page.getByRole('button', { name: `Digit ${digit}` }).click()
  }
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByRole('button', { name: /^Signed in: Dana Desk/ })).toBeVisible()
  expect(eventsOf(dataDir, 'staff.pin_failed').map(({ data }) => data.failedAttempts)).toEqual([1])
  expect(eventsOf(dataDir, 'staff.signed_in').map(({ data }) => data.staffId)).toEqual([
    studio.desk.id,
  ])
})

test('without a key ring a short PIN is asked to be replaced, by mouse and by keys, and can wait', async ({
  dataDir,
  openWindow,
}) => {
  test.skip(process.platform !== 'linux', 'Other systems always keep keys.')
  const studio = prepareStudio(dataDir)
  const dana = { ...studio.desk, pin: '8064' }
  const ana = { ...studio.trainer, pin: '5926' }
  // As a FitFlow on a computer with a key ring, or an older one, left them.
  for (const { id, pin } of [dana, ana]) {
    const { salt, hash, cost } = hashPin(pin, null, shownCost)
    const put = 'UPDATE staff SET pin_salt = ?, pin_hash = ?, pin_cost = ? WHERE id = ?'
    writeFromOutside(dataDir, put, salt, hash, cost, id)
  }
  const window = await openWindow(dataDir)
  const { page } = window
  const desk = new Desk(page, studio)
  const longer = (name: string) => page.getByRole('form', { name: `A longer PIN for ${name}` })

  await test.step('by mouse: later', async () => {
    await page.getByRole('option', { name: dana.name }).click()
    for (const digit of dana.pin) {
      await page.getByRole('button', { name: `Digit ${digit}` }).click()
    }
    await page.getByRole('button', { name: 'Sign in' }).click()
    await expect(longer(dana.name)).toContainText('This computer has no key ring')
    await lookAtScreen(window, 'longer-pin')
    await longer(dana.name).getByRole('button', { name: 'Later' }).click()
    await expect(page.getByRole('button', { name: `Signed in: ${dana.name}` })).toBeVisible()
    await page.keyboard.press('Control+l')
  })

  await test.step('by keys: Esc goes back to the PIN, and a longer one signs in', async () => {
    await page.getByRole('option', { name: dana.name }).focus()
    await page.keyboard.press('A')
    await page.keyboard.type(ana.pin)
    await page.keyboard.press('Enter')
    await expect(longer(ana.name)).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(longer(ana.name)).toHaveCount(0)
    await expect(page.getByLabel(`PIN of ${ana.name}`)).toBeFocused()
    await page.keyboard.type(ana.pin)
    await page.keyboard.press('Enter')
    await expect(longer(ana.name).getByLabel('New PIN', { exact: true })).toBeFocused()
    await page.keyboard.type('9041')
    await page.keyboard.press('Enter')
    await expect(longer(ana.name)).toContainText('Enter 6 to 8 digits.')
    await page.keyboard.type('73')
    await page.keyboard.press('Tab')
    await page.keyboard.type('904173')
    await page.keyboard.press('Enter')
    await expect(page.getByRole('button', { name: `Signed in: ${ana.name}` })).toBeVisible()
    expect(eventsOf(dataDir, 'staff.pin_changed').map(({ data }) => data)).toEqual([
      { staffId: ana.id, by: 'themselves' },
    ])
    await page.keyboard.press('Control+l')
  })

  await test.step('a manager sees who has one still, and why it is too short', async () => {
    await desk.signIn(studio.manager)
    await desk.openSettings('Staff')
    const list = page.getByRole('region', { name: 'Who works here' })
    await expect(list).toContainText('Still shorter: Dana Desk.')
    await expect(list).not.toContainText('shorter: Ana')
    await lookAtScreen(window, 'staff-short-pins')
    await page.getByRole('button', { name: 'What to do about Dana Desk' }).press('Enter')
    await page.getByRole('menuitem', { name: 'Set a new PIN' }).press('Enter')
    await expect(desk.dialog).toContainText('6 to 8 digits that nobody guesses.')
    await lookAtScreen(window, 'new-pin-no-key-ring', { over: 'dialog' })
    await page.keyboard.type('9041')
    await page.keyboard.press('Enter')
    await expect(desk.dialog).toContainText('Enter 6 to 8 digits.')
    await desk.dialog.getByLabel('New PIN', { exact: true }).fill('904173')
    await desk.dialog.getByLabel('The PIN once more').fill('904173')
    await page.keyboard.press('Enter')
    await expect(desk.notices).toContainText('Dana Desk has a new PIN')
    await expect(list).not.toContainText('Still shorter')
  })
})

test('after five wrong PINs there is a pause, which a restart does not end; others may sign in', async ({
  dataDir,
  openWindow,
}) => {
  const studio = prepareStudio(dataDir)
  const window = await openWindow(dataDir)
  const { page } = window
  await page.getByRole('option', { name: 'Dana Desk' }).click()
  for (let wrong = 1; wrong <= 5; wrong += 1) {
    await page.getByLabel('PIN of Dana Desk').fill('9999')
    await page.keyboard.press('Enter')
    const said = wrong < 5 ? 'That PIN is not right.' : /^Wait \d+ seconds before the next try/
    await expect(page.getByRole('alert')).toContainText(said)
  }
  await expect(page.getByLabel('PIN of Dana Desk')).toBeDisabled()
  await window.close()

  const again = await openWindow(dataDir)
  await again.page.getByRole('option', { name: 'Dana Desk' }).click()
  await again.page.getByLabel('PIN of Dana Desk').fill(studio.desk.pin)
  await again.page.keyboard.press('Enter')
  await expect(again.page.getByRole('alert')).toContainText(/Wait \d+ seconds/)
  const desk = new Desk(again.page, studio)
  await desk.signIn(studio.manager)
  expect(eventsOf(dataDir, 'staff.signed_in')).toHaveLength(1)

  await test.step('a recovery code lets a manager in, and ends the pause', async () => {
    const { code } = valueOf(await again.call('staff.makeRecoveryCode', {}))
    await again.page.keyboard.press('Control+l')
    await again.page.getByRole('button', { name: 'Locked out?' }).click()
    const form = again.page.getByRole('form', { name: 'Come in with the recovery code' })
    await expect(form.getByLabel('Recovery code')).toBeFocused()
    await again.page.keyboard.type('7K2M')
    await again.page.keyboard.press('Enter')
    await expect(form.getByText('Enter all 24 letters and digits.')).toBeVisible()
    await form.getByLabel('Recovery code').fill(code.toLowerCase())
    await form.getByLabel('New PIN', { exact: true }).fill('408172')
    await form.getByLabel('The PIN once more').fill('408172')
    await again.page.keyboard.press('Enter')
    await expect(again.page.getByRole('button', { name: /^Signed in: Mara/ })).toBeVisible()
    expect(eventsOf(dataDir, 'staff.recovered')).toHaveLength(1)
    // It is used up, and the next one is offered.
    await again.page.getByRole('button', { name: 'Make a recovery code' }).click()
    const paper = again.page.getByRole('dialog', { name: 'Your recovery code' })
    await expect(paper.getByRole('article')).toContainText(/([0-9A-Z]{4}-){5}[0-9A-Z]{4}/)
    await paper.getByRole('button', { name: 'I have it' }).click()
    await again.page.keyboard.press('Control+l')
    await desk.signIn(studio.desk)
  })
})

test('Ctrl+L locks at once and keeps the name chosen; nothing of the studio stays on screen', async ({
  dataDir,
  openWindow,
}) => {
  const studio = prepareStudio(dataDir, { prepare: bookCleo })
  const window = await openWindow(dataDir)
  const desk = new Desk(window.page, studio)
  await desk.signIn(studio.manager)
  await desk.showDay(studio.nextWeek)
  await expect(desk.session('Ana Ruiz', '10:00')).toBeVisible()

  await window.page.keyboard.press('Control+l')
  await expect(window.page.getByLabel('PIN of Mara Lindqvist')).toBeFocused()
  await expect(window.page.getByText('Cleo Client').filter({ visible: true })).toHaveCount(0)
  expect(await window.call('staff.session', {})).toEqual({ ok: true, value: null })

  await window.page.keyboard.type(studio.manager.pin)
  await window.page.keyboard.press('Enter')
  await expect(desk.grid).toBeVisible()
})

test('a trainer sees her own column, no money and no activity, and cannot book', async ({
  dataDir,
  openWindow,
}) => {
  const studio = prepareStudio(dataDir, { prepare: bookCleo })
  const window = await openWindow(dataDir)
  const desk = new Desk(window.page, studio)
  await desk.signIn(studio.trainer)
  await desk.showDay(studio.nextWeek)

  await expect(desk.grid.getByRole('group')).toHaveCount(1)
  await expect(desk.grid.getByRole('group', { name: /^Ana Ruiz/ })).toBeVisible()
  await expect(desk.grid.getByRole('button', { name: /^Book/ })).toHaveCount(0)
  await expect(window.page.getByRole('link', { name: 'Activity' })).toHaveCount(0)
  await expect(desk.button('New booking')).toHaveCount(0)

  await desk.open('Ana Ruiz', '10:00 to 11:00', 'Cleo Client')
  await expect(desk.panel).toContainText('Personal training')
  await expect(desk.panel).not.toContainText('€')
  await expect(desk.panel.getByRole('button', { name: /pay|cancel|reschedule/i })).toHaveCount(0)
})

/** Ana has Cleo at ten, Ben has Bea at twelve, next week. */
function bookCleo(...[run, studio]: Parameters<NonNullable<PrepareOption>>): void {
  const { trainers, services, nextWeek } = studio
  for (const [trainerId, time, name] of [
    [trainers.ana, '10:00', 'Cleo Client'],
    [trainers.ben, '12:00', 'Bea Busy'],
  ] as const) {
    run('appointments.create', {
      trainerId,
      serviceId: services.training,
      start: `${nextWeek}T${time}`,
      client: { kind: 'new', client: { name } },
    })
  }
}

type PrepareOption = NonNullable<Parameters<typeof prepareStudio>[1]>['prepare']
