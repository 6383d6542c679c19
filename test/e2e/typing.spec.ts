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
    await desk.panel.getByLabel('Note').focus()
    await keyboard.press('Escape')
    await expect(page.getByRole('alertdialog')).toContainText('Discard what you typed?')
    await page.getByRole('button', { name: 'Keep editing' }).click()
    await expect(desk.panel.getByLabel('Note')).toHaveValue('Knee injury')
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
      () => keyboard.press('Escape'),
      () => desk.panel.getByRole('button', { name: 'Close' }).click(),
      async () => {
        await cleo.focus()
        await keyboard.press('Escape')
      },
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
    // The note is there still.
    await desk.panel.getByLabel('Note').focus()
    await keyboard.press('Escape')
    await page.getByRole('button', { name: 'Discard' }).click()
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
  })

  await test.step('its keys act on the row that visibly has the focus, and not while a name is typed', async () => {
    const row = desk.panel.getByRole('listitem').filter({ hasText: 'Cleo Client' })
    const more = row.getByRole('button', { name: /^More/ })
    await search.fill('Xav')
    await keyboard.press('Escape')
    await expect(search).toHaveValue('Xav')
    await desk.tabTo(more)
    const before = head()
    await keyboard.type('cnx')
    await expect(desk.dialog).toHaveCount(0)
    expect(head()).toBe(before)
    await search.fill('')
    await desk.panel.locator('h2').click()
    await desk.tabTo(more)
    await keyboard.press('n')
    await expect(desk.dialog).toContainText('Cleo Client')
    await keyboard.press('Escape')
    await expect(more).toBeFocused()
    // The first one may close the button's name, which is shown beside it.
    await expect(async () => {
      await keyboard.press('Escape')
      await expect(desk.panel).toHaveCount(0, { timeout: 1_000 })
    }).toPass()
  })
})

test('a badge does what it says, a payment is not undone in silence, and all is in reach at 200 %', async ({
  dataDir,
  openWindow,
}) => {
  const studio = prepareStudio(dataDir, {
    prepare: (run, { trainers, services, today, tomorrow }) => {
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
      run('appointments.create', {
        trainerId: trainers.ana,
        serviceId: services.training,
        start: `${tomorrow}T09:00`,
        client: { kind: 'new', client: { name: 'Tess Tomorrow' } },
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

  await test.step('the whole of a session is shown beside it, over no other, and goes with the pointer', async () => {
    const peek = page.locator('body > [aria-hidden="true"][data-hue]')
    const other = desk.session('Ana Ruiz', '10:00 to 11:00', 'Cleo Client')
    // Whatever scrolls meanwhile takes it away, such as the day that has just been opened.
    const peekAt = () =>
      expect(async () => {
        await page.mouse.move(1, 1)
        await cleo.hover()
        await expect(peek).toBeVisible({ timeout: 2_000 })
      }).toPass()
    for (const leave of [
      () => page.mouse.move(1, 1),
      () => keyboard.press('Shift'),
      async () => {
        await page.mouse.move(1, 1)
        await desk.slot('Ana Ruiz', '13:00').hover()
      },
    ]) {
      await peekAt()
      await expect(peek).toContainText('Shoulder injury')
      const [shown, beside] = [(await peek.boundingBox())!, (await other.boundingBox())!]
      const isOver =
        shown.x < beside.x + beside.width &&
        beside.x < shown.x + shown.width &&
        shown.y < beside.y + beside.height &&
        beside.y < shown.y + shown.height
      expect(isOver, JSON.stringify({ shown, beside })).toBe(false)
      await leave()
      await expect(peek).toHaveCount(0)
      await page.mouse.move(1, 1)
    }
    await peekAt()
    // The pointer rests where it is, and it goes all the same.
    await expect(peek).toHaveCount(0, { timeout: 8_000 })
  })

  await test.step('what was refused does not stay over another screen', async () => {
    await desk.showDay(studio.tomorrow)
    await desk.session('Ana Ruiz', '09:00 to 10:00', 'Tess Tomorrow').focus()
    await keyboard.press('a')
    await expect(desk.notices.getByRole('alert')).toContainText(/\S/)
    await keyboard.press('Control+5')
    await expect(page.getByRole('searchbox', { name: 'Find a client' })).toBeVisible()
    await expect(desk.notices.getByRole('alert')).toHaveCount(0)
    await keyboard.press('Control+1')
    await page.getByRole('button', { name: 'Today', exact: true }).click()
  })

  await test.step('every badge of the day does what it says', async () => {
    const shows = (date: string) =>
      expect(desk.grid).toHaveAccessibleName(
        new RegExp(` ${Number(date.slice(8))} .* ${date.slice(0, 4)}$`),
      )
    const tried: Readonly<Record<string, () => Promise<void>>> = {
      PgDn: async () => {
        await keyboard.press('PageDown')
        await shows(studio.tomorrow)
      },
      PgUp: async () => {
        await keyboard.press('PageUp')
        await shows(studio.today)
      },
      F2: async () => {
        await keyboard.press('F2')
        await expect(search).toBeFocused()
        await keyboard.press('Escape')
        await keyboard.press('Escape')
        await expect(desk.panel).toHaveCount(0)
      },
      '?': async () => {
        await keyboard.press('?')
        await expect(desk.dialog).toContainText('Keyboard shortcuts')
        await keyboard.press('Escape')
        await expect(desk.dialog).toHaveCount(0)
      },
      'Ctrl+L': async () => {
        await keyboard.press('Control+l')
        await desk.signIn(studio.desk)
      },
    }
    const badges = () =>
      page
        .locator('button[data-key]')
        .evaluateAll((all) => all.map((button) => (button as HTMLElement).dataset['key'] ?? ''))
    const onDay = await badges()
    expect(onDay.toSorted()).toEqual(Object.keys(tried).toSorted())
    for (const key of Object.keys(tried)) await tried[key]!()
    // The other screens of the desk have none but those of the frame.
    for (const name of await page.getByRole('navigation').getByRole('link').allTextContents()) {
      await page.getByRole('link', { name, exact: true }).click()
      await expect(page.getByRole('link', { name, exact: true })).toHaveAttribute(
        'aria-current',
        'page',
      )
      for (const key of await badges()) expect([name, key in tried]).toEqual([name, true])
    }
    await keyboard.press('Control+1')
    await keyboard.press('g')
    const month = page.getByRole('grid', { name: 'Go to date' })
    const named = () => page.getByRole('heading', { level: 3 }).first().textContent()
    const before = await named()
    await keyboard.press('PageDown')
    await expect.poll(named).not.toBe(before)
    await keyboard.press('PageUp')
    await expect.poll(named).toBe(before)
    await keyboard.press('t')
    await expect(month).toHaveCount(0)
    await shows(studio.today)
  })

  await test.step('every badge in the panel is pressed by its key', async () => {
    await cleo.click()
    await expect(desk.panel.getByRole('note', { name: 'Note about the client' })).toHaveText(
      'Shoulder injury, no overhead',
    )
    const badges = desk.panel.locator('[data-key]')
    await expect
      .poll(() => badges.evaluateAll(keysOf))
      .toEqual(['Esc', 'A', 'N', 'C', 'R', 'X', 'P'])
    await keyboard.press('n')
    await expect(desk.dialog).toBeVisible()
    await keyboard.press('Escape')
    await expect(desk.dialog).toBeHidden()
    await keyboard.press('x')
    await expect(desk.dialog).toContainText('Cancel')
    await keyboard.press('Escape')
    await expect(desk.dialog).toBeHidden()
    await keyboard.press('a')
    await expect(desk.notices).toContainText('Cleo Client has arrived')
    await expect.poll(() => badges.evaluateAll(keysOf)).toEqual(['Esc', 'C', 'R', 'P'])
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
    await desk.session('Ana Ruiz', '10:00 to 11:00', 'Cleo Client').click()
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
      await desk.panel.getByRole('button', { name: 'Cancel session' }).click()
      const dialog = page.getByRole('dialog', { name: /^Cancel/ })
      await expect(dialog).toBeVisible()
      // Round once: whatever has the focus is seen whole.
      for (let press = 0; press < 9; press += 1) {
        await expect.poll(() => page.evaluate(whatHidesTheFocus)).toBeNull()
        await keyboard.press('Tab')
      }
      await keyboard.press('Escape')
      await expect(dialog).toBeHidden()
    }
    await page.getByRole('button', { name: /^Signed in/ }).click()
    await page.getByRole('menuitem', { name: /^Lock/ }).click()
    await expect(page.getByLabel('PIN of Dana Desk')).toBeVisible()
  })
})

/** What a control that has the focus is hidden by, in part or whole; null: it is seen. */
function whatHidesTheFocus(): string | null {
  const focused = document.activeElement!
  const control = focused.closest('label') ?? focused
  const { left, top, right, bottom } = control.getBoundingClientRect()
  const middle = (left + right) / 2
  const hiding = [top + 2, (top + bottom) / 2, bottom - 2]
    .map((y) => document.elementFromPoint(middle, y))
    .filter((there) => there === null || !(control.contains(there) || there.contains(control)))
  return hiding.length === 0
    ? null
    : `${control.textContent} at ${top} to ${bottom}, under ${String(hiding[0]?.className)}`
}

/** What the badges on buttons say. */
const keysOf = (buttons: Element[]) =>
  buttons
    .filter((button) => !button.matches(':disabled'))
    .map((button) => (button as HTMLElement).dataset['key'])
