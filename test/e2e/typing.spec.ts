import { Desk } from './support/desk.ts'
import { prepareStudio } from './support/prepare-studio.ts'
import { numberOf } from './support/read-from-outside.ts'
import { expect, test } from './support/test.ts'

test('a name typed anywhere is never a command: no state of the desk lets it book or check in', async ({
  dataDir,
  openWindow,
}) => {
  const studio = prepareStudio(dataDir, {
    prepare: (run, { trainers, services, today }) => {
      for (const [start, name] of [
        ['09:00', 'Cleo Client'],
        ['14:00', 'Max Other'],
      ] as const) {
        run('appointments.create', {
          trainerId: trainers.ana,
          serviceId: services.training,
          start: `${today}T${start}`,
          client: { kind: 'new', client: { name } },
        })
      }
      const { id: pilates } = run('catalog.addService', {
        name: 'Pilates',
        durationMinutes: 60,
        priceMinor: 1_800,
        hue: 5,
        bufferBeforeMinutes: 0,
        bufferAfterMinutes: 0,
        capacity: 4,
        roomIds: [],
      })
      run('groups.schedule', {
        trainerId: trainers.ben,
        serviceId: pilates,
        start: `${today}T14:00`,
      })
    },
  })
  const window = await openWindow(dataDir)
  const { page } = window
  const desk = new Desk(page, studio)
  const { keyboard } = page
  await desk.signIn(studio.desk)
  const cleo = desk.session('Ana Ruiz', '09:00 to 10:00', 'Cleo Client')
  const search = desk.panel.getByRole('combobox', { name: 'Client' })
  const head = () => numberOf(dataDir, 'SELECT seq FROM event_log_head')

  /** What a receptionist types without looking; letters of it check in, mark and cancel. */
  async function typeName(state: string): Promise<void> {
    const before = head()
    await keyboard.type('Xavier Panca R')
    await keyboard.press('Enter')
    await expect(desk.dialog, state).toHaveCount(0)
    expect(head(), state).toBe(before)
  }

  await test.step('a form is open for a client chosen already, its button has the focus', async () => {
    await cleo.click()
    await desk.panel.getByRole('button', { name: 'Next week' }).click()
    await expect(search).toHaveValue('Cleo Client')
    await typeName('the confirming button has the focus')
  })

  await test.step('F2 and the button go to its client, and what was typed takes its place', async () => {
    await desk.panel.getByLabel('Note').fill('Knee injury')
    await keyboard.press('F2')
    await expect(search).toBeFocused()
    await keyboard.type('Max')
    await expect(search).toHaveValue('Max')
    await expect(page.getByRole('option', { name: 'Max Other' })).toBeVisible()
    await desk.panel.getByLabel('Note').click()
    await desk.button('New booking').click()
    await expect(search).toBeFocused()
    await expect(desk.panel.getByLabel('Note')).toHaveValue('Knee injury')
  })

  await test.step('a session has the focus beside the form', async () => {
    await keyboard.press('Escape')
    await page.getByRole('button', { name: 'Today', exact: true }).click()
    await desk.session('Ana Ruiz', '14:00 to 15:00').focus()
    await typeName('a session beside the form has the focus')
    await expect(desk.panel).toHaveAccessibleName('New booking')
  })

  await test.step('a half-filled new client is asked about before it is dropped', async () => {
    await search.fill('Nadia New')
    await page.getByRole('option', { name: 'New client “Nadia New”' }).click()
    await desk.panel.getByLabel('Phone').fill('+49 30 1234567')
    for (const drop of [
      () => keyboard.press('F2'),
      () => desk.button('New booking').click(),
      () => cleo.click(),
      () => keyboard.press('Control+5'),
    ]) {
      await drop()
      await expect(page.getByRole('alertdialog')).toContainText('Discard what you typed?')
      await keyboard.type('Xavier Panca')
      await keyboard.press('Escape')
      await expect(page.getByRole('alertdialog')).toHaveCount(0)
      await expect(desk.panel.getByLabel('Phone')).toHaveValue('+49 30 1234567')
    }
    await keyboard.press('F2')
    await page.getByRole('button', { name: 'Discard' }).click()
    await expect(search).toBeFocused()
    await keyboard.press('Escape')
    await keyboard.press('Escape')
    await expect(desk.panel).toHaveCount(0)
  })

  await test.step('a class is open, by mouse', async () => {
    await desk.session('Ben Okafor', '14:00 to 15:00').click()
    await search.fill('Cleo')
    await page.getByRole('option', { name: 'Cleo Client' }).click()
    await expect(desk.notices).toContainText('Cleo Client has a seat')
    // The list of clients lies open again for the next one, over everything else.
    await desk.panel.locator('h2').click()
    await expect(desk.panel.getByRole('list', { name: 'Clients with a seat' })).toContainText(
      'Cleo',
    )
    await typeName('a class is open')
    await desk.panel.getByRole('button', { name: 'Cleo Client arrived' }).click()
    await expect(desk.notices).toContainText('Cleo Client')
    await typeName('somebody in the class was checked in by mouse')
    await keyboard.press('Escape')
    await expect(desk.panel).toHaveCount(0)
  })
})

test('a badge does what it says, a payment is not undone in silence, and all is in reach at 200 %', async ({
  dataDir,
  openWindow,
}) => {
  const studio = prepareStudio(dataDir, {
    prepare: (run, { trainers, services, today }) => {
      const { clientId } = run('clients.register', {
        name: 'Cleo Client',
        notes: 'Shoulder injury, no overhead',
        messagesConsent: false,
      })
      for (const start of ['09:00', '10:00']) {
        run('appointments.create', {
          trainerId: trainers.ana,
          serviceId: services.training,
          start: `${today}T${start}`,
          client: { kind: 'existing', clientId },
        })
      }
    },
  })
  const window = await openWindow(dataDir)
  const { page } = window
  const desk = new Desk(page, studio)
  const { keyboard } = page
  await desk.signIn(studio.desk)
  const cleo = desk.session('Ana Ruiz', '09:00 to 10:00', 'Cleo Client')

  await test.step('every badge in the panel is pressed by its key', async () => {
    await cleo.click()
    await expect(desk.panel.getByRole('note', { name: 'Note about the client' })).toHaveText(
      'Shoulder injury, no overhead',
    )
    const badges = desk.panel.locator('[data-key]')
    await expect.poll(() => badges.evaluateAll(keysOf)).toEqual(['A', 'N', 'C', 'R', 'X', 'P'])
    await keyboard.press('n')
    await expect(desk.dialog).toBeVisible()
    await keyboard.press('Escape')
    await keyboard.press('x')
    await expect(desk.dialog).toContainText('Cancel')
    await keyboard.press('Escape')
    await keyboard.press('a')
    await expect(desk.notices).toContainText('Cleo Client has arrived')
    await expect.poll(() => badges.evaluateAll(keysOf)).toEqual(['C', 'R', 'P'])
    await keyboard.press('r')
    await expect(desk.panel).toHaveAccessibleName('New booking')
    await expect(desk.panel.getByRole('note', { name: 'Note about the client' })).toBeVisible()
    // Its button has the focus, and Enter would press it.
    await expect(desk.panel.getByText('Enter', { exact: true })).toBeVisible()
    await desk.panel.getByRole('textbox', { name: /^Note/ }).focus()
    await expect(desk.panel.getByText('Enter', { exact: true })).toBeHidden()
    await keyboard.press('Escape')
    await page.getByRole('button', { name: 'Today', exact: true }).click()
    await cleo.click()
    await keyboard.press('p')
    await expect(desk.panel.getByLabel('Cash received')).toBeFocused()
  })

  await test.step('Ctrl+Z after a payment says what is done instead, and undoes nothing older', async () => {
    await keyboard.press('Enter')
    await expect(desk.panel.getByRole('button', { name: 'Done' })).toBeFocused()
    const before = numberOf(dataDir, 'SELECT seq FROM event_log_head')
    await keyboard.press('Control+z')
    await expect(desk.notices).toContainText('A payment is not undone')
    await expect(desk.notices).toContainText('Void its receipt today, or refund it')
    expect(numberOf(dataDir, 'SELECT seq FROM event_log_head')).toBe(before)
    await keyboard.press('Enter')
  })

  await test.step('at 200 % the lock and the menu of who is here are in reach, with a panel open', async () => {
    // What a window of 1280×800 and one of 1024×640 have left of themselves at 200 %.
    for (const [width, height] of [
      [640, 400],
      [512, 320],
    ] as const) {
      await window.resize(width, height)
      for (const name of [/^Lock$/, /^Signed in/, /^New booking/, /^Close$/]) {
        const box = await page.getByRole('button', { name }).first().boundingBox()
        expect(box, String(name)).not.toBeNull()
        const { x, y, width: wide, height: high } = box!
        const isInside = x >= 0 && y >= 0 && x + wide <= width && y + high <= height
        expect(isInside, `${String(name)} at ${JSON.stringify(box)}`).toBe(true)
      }
      await page.getByRole('button', { name: 'Lock', exact: true }).click({ trial: true })
      await page.screenshot({ path: `test-results/zoomed-${width}.png` })
    }
    await page.getByRole('button', { name: /^Signed in/ }).click()
    await page.getByRole('menuitem', { name: /^Lock/ }).click()
    await expect(page.getByLabel('PIN of Dana Desk')).toBeVisible()
  })
})

/** What the badges on buttons say. */
const keysOf = (buttons: Element[]) =>
  buttons
    .filter((button) => !button.matches(':disabled'))
    .map((button) => (button as HTMLElement).dataset['key'])
