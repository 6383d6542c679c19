import { instantFrom, localDateOf } from '../../shared/time.ts'
import { Desk } from './support/desk.ts'
import { numberOf, rowsOf } from './support/read-from-outside.ts'
import { expect, test } from './support/test.ts'

test('set up my studio: four short pages, and the manager stands in an empty day', async ({
  dataDir,
  openWindow,
}) => {
  const { page } = await openWindow(dataDir)
  const next = page.getByRole('button', { name: 'Continue' })
  await page.getByRole('button', { name: 'Set up my studio' }).click()

  await page.getByLabel('Studio name').fill('Northside Fitness')
  await page.getByRole('combobox', { name: 'Time zone' }).fill('Berlin')
  await page.getByRole('option', { name: 'Europe/Berlin' }).click()
  await page.getByRole('combobox', { name: 'Currency' }).fill('EUR')
  await page.getByRole('option', { name: /^EUR/ }).click()
  await next.click()

  await page.getByLabel('Name').first().fill('Ana Ruiz')
  await page.getByRole('button', { name: 'Add a trainer' }).click()
  await page.getByRole('textbox', { name: 'Trainer 2' }).fill('Ben Okafor')
  await next.click()

  await expect(page.getByLabel('Name').first()).toHaveValue('Personal training')
  await page.getByLabel('Price').first().fill('65,50')
  await page.getByRole('button', { name: 'Remove Group class' }).click()
  await next.click()

  await page.getByLabel('Your name').fill('Mara Lindqvist')
  await page.getByLabel('Your PIN').fill('719254')
  await page.getByLabel('The PIN once more').fill('719254')
  await expect(page.getByRole('region', { name: 'This will be created' })).toContainText(
    'Personal training · 60 min · €65.50',
  )
  await page.getByRole('button', { name: 'Create the studio' }).click()

  const paper = page.getByRole('dialog', { name: 'Your recovery code' })
  await expect(paper.getByRole('article')).toContainText(/([0-9A-Z]{4}-){5}[0-9A-Z]{4}/)
  await paper.getByRole('button', { name: 'I have it' }).click()
  await expect(page.getByRole('button', { name: /^Signed in: Mara Lindqvist/ })).toBeVisible()
  await expect(page.getByRole('group', { name: /^Ana Ruiz/ })).toBeVisible()
  await expect(page.getByRole('group', { name: /^Ben Okafor/ })).toBeVisible()
  expect(rowsOf(dataDir, 'SELECT name, time_zone, currency, demo FROM studio')).toEqual([
    { name: 'Northside Fitness', time_zone: 'Europe/Berlin', currency: 'EUR', demo: 0 },
  ])
  expect(
    rowsOf(dataDir, 'SELECT name, duration_minutes, price_minor FROM services ORDER BY position'),
  ).toEqual([
    { name: 'Personal training', duration_minutes: 60, price_minor: 6_550 },
    { name: 'Intro session', duration_minutes: 30, price_minor: 0 },
  ])
  expect(numberOf(dataDir, 'SELECT count(*) FROM staff WHERE demo_pin IS NOT NULL')).toBe(0)
})

test('what is wrong is said beside the field, and what was typed stays through every page', async ({
  dataDir,
  openWindow,
}) => {
  const { page } = await openWindow(dataDir)
  const next = page.getByRole('button', { name: 'Continue' })
  await page.getByRole('button', { name: 'Set up my studio' }).click()

  await next.click()
  await expect(page.getByText('Enter a name.')).toBeVisible()
  await page.getByLabel('Studio name').fill('North\u0007side')
  await next.click()
  await expect(page.getByText('a character that nobody can see')).toBeVisible()
  await expect(page.getByLabel('Studio name')).toHaveValue('North\u0007side')
  await page.getByLabel('Studio name').fill('Northside Fitness')
  await page.getByRole('combobox', { name: 'Time zone' }).fill('Atlantis')
  await page.keyboard.press('Tab')
  await next.click()
  await expect(page.getByText('Choose a time zone from the list.')).toBeVisible()
  await page.getByRole('combobox', { name: 'Time zone' }).fill('Lisbon')
  await page.getByRole('option', { name: 'Europe/Lisbon' }).click()
  await next.click()

  await next.click()
  await expect(page.getByText('Add at least one trainer.')).toBeVisible()
  await page.getByLabel('Name').first().fill('Ana Ruiz')
  await page.getByLabel('PIN').first().fill('12')
  await next.click()
  await expect(page.getByText(/^Enter [46] to 8 digits\.$/)).toBeVisible()
  await page.getByLabel('PIN').first().fill('123456')
  await next.click()
  await expect(page.getByText('This PIN is easy to guess.')).toBeVisible()
  await page.getByLabel('PIN').first().fill('59ab2683')
  await expect(page.getByLabel('PIN').first()).toHaveValue('592683')
  await next.click()

  await page.getByLabel('Minutes').first().fill('4')
  await page.getByLabel('Price').first().fill('free')
  await next.click()
  await expect(page.getByText('From 5 to 480 minutes.')).toBeVisible()
  await page.getByLabel('Minutes').first().fill('60')
  await page.getByLabel('Price').first().fill('60')
  await next.click()

  await page.getByLabel('Your name').fill('Аna Ruiz')
  await page.getByLabel('Your PIN').fill('719254')
  await page.getByLabel('The PIN once more').fill('719255')
  await page.getByRole('button', { name: 'Create the studio' }).click()
  await expect(page.getByText('The two PINs are not the same.')).toBeVisible()
  expect(numberOf(dataDir, 'SELECT count(*) FROM studio')).toBe(0)

  await test.step('going back loses nothing', async () => {
    const back = page.getByRole('button', { name: 'Back' })
    await back.click()
    await expect(page.getByLabel('Price').first()).toHaveValue('60.00')
    await back.click()
    await expect(page.getByLabel('Name').first()).toHaveValue('Ana Ruiz')
    await back.click()
    await expect(page.getByLabel('Studio name')).toHaveValue('Northside Fitness')
    await expect(page.getByRole('combobox', { name: 'Time zone' })).toHaveValue('Europe/Lisbon')
  })
  await test.step('with the last mistake put right the studio is created', async () => {
    await next.click()
    await next.click()
    await next.click()
    await expect(page.getByLabel('Your name')).toHaveValue('Аna Ruiz')
    await page.getByLabel('The PIN once more').fill('719254')
    await page.getByRole('button', { name: 'Create the studio' }).click()
    // The manager’s name begins with a Cyrillic letter.
    await expect(page.getByRole('alert')).toContainText('looks exactly like Ana Ruiz')
    await expect(page.getByLabel('Your name')).toHaveValue('Аna Ruiz')
    expect(numberOf(dataDir, 'SELECT count(*) FROM studio')).toBe(0)
    await page.getByRole('button', { name: 'Create it anyway' }).click()
    await page.getByRole('button', { name: 'I have it' }).click()
    await expect(page.getByRole('group', { name: /^Ana Ruiz/ })).toBeVisible()
    expect(rowsOf(dataDir, 'SELECT time_zone FROM studio')).toEqual([
      { time_zone: 'Europe/Lisbon' },
    ])
  })
})

test('the demo studio shows its PINs, and one of them opens it', async ({
  dataDir,
  openWindow,
}) => {
  const { page } = await openWindow(dataDir)
  // The click is answered when four weeks are written, which takes a busy computer a while.
  await page
    .getByRole('button', { name: 'Look around with a demo studio' })
    .click({ timeout: 60_000 })

  await expect(page.getByRole('heading', { name: 'Your demo studio is ready' })).toBeVisible({
    timeout: 30_000,
  })
  const pins = rowsOf<{ id: string; name: string; pin: string; role: string }>(
    dataDir,
    'SELECT id, name, role, demo_pin AS pin FROM staff ORDER BY position',
  )
  const table = page.getByRole('table', { name: 'PINs of the demo studio' })
  for (const { name, pin } of pins) {
    await expect(table.getByRole('row').filter({ hasText: name })).toContainText(pin)
  }
  expect(numberOf(dataDir, 'SELECT count(*) FROM trainers')).toBe(6)
  expect(numberOf(dataDir, 'SELECT count(*) FROM services')).toBe(15)
  expect(numberOf(dataDir, 'SELECT count(*) FROM clients')).toBe(400)

  await page.getByRole('button', { name: 'Go to sign-in' }).click()
  const manager = pins.find(({ role }) => role === 'manager')
  if (!manager) throw new Error('The demo studio has no manager.')
  await new Desk(page, { today: localDateOf(instantFrom(Date.now()), 'UTC') }).signIn(manager)
  await expect(page.getByText('Demo', { exact: true })).toBeVisible()
  await expect(page.getByRole('group', { name: /^Sessions on/ })).toBeVisible()
})
