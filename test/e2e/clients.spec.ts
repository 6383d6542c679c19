import type { Locator } from '@playwright/test'
import { valueOf } from '../support/read-result.ts'
import { Desk } from './support/desk.ts'
import type { FitFlowWindow } from './support/fitflow-window.ts'
import { lookAtScreen } from './support/look-at-screen.ts'
import { prepareStudio } from './support/prepare-studio.ts'
import { rowsOf } from './support/read-from-outside.ts'
import { expect, test } from './support/test.ts'

test('the front desk finds a client by keyboard and opens the profile; trainers have no such screen', async ({
  dataDir,
  openWindow,
}) => {
  test.setTimeout(420_000)
  const studio = prepareStudio(dataDir)
  const window = await openWindow(dataDir)
  const { page } = window
  const desk = new Desk(page, studio)
  await desk.signIn(studio.desk)
  await page.keyboard.press('Control+5')
  await expect(page.getByText('No clients yet')).toBeVisible()
  await lookAtScreen(window, 'clients-empty')
  const people = ['Cleo Client', 'José García', 'Anna Wu', 'Annabel Smith']
  for (const [index, name] of people.entries()) {
    const email = `person.${index}@example.org`
    valueOf(
      await window.call('appointments.create', {
        trainerId: studio.trainers.ana,
        serviceId: studio.services.training,
        start: `${studio.nextWeek}T${10 + index}:00`,
        shown: { priceMinor: 5_500 },
        client: {
          kind: 'new',
          client: { name, email, phone: '+49 30 1234', messagesConsent: true },
        },
      }),
    )
  }
  const list = page.getByRole('listbox', { name: 'Clients' })
  await expect(list.getByRole('option')).toHaveCount(4)
  await page.getByRole('searchbox', { name: 'Find a client' }).click()
  await page.keyboard.type('garc')
  await expect(list.getByRole('option')).toHaveCount(1)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'José García' })).toBeVisible()
  await lookAtScreen(window, 'clients')

  await page.keyboard.press('Control+a')
  await page.keyboard.type('nobody')
  await expect(page.getByText('Nobody matches “nobody”.')).toBeVisible()

  await page.keyboard.press('Control+l')
  await desk.signIn(studio.trainer)
  await expect(page.getByRole('link', { name: 'Day' })).toBeVisible()
  await expect(page.getByRole('link', { name: 'Clients' })).toHaveCount(0)
})

test('a manager registers, is warned of a duplicate, edits, merges and erases', async ({
  dataDir,
  openWindow,
}) => {
  test.setTimeout(420_000)
  const studio = prepareStudio(dataDir)
  const window = await openWindow(dataDir)
  const { page } = window
  const desk = new Desk(page, studio)
  await desk.signIn(studio.manager)
  await page.keyboard.press('Control+5')
  const { dialog } = desk
  await page.getByRole('button', { name: 'New client' }).click()
  await dialog.getByLabel('Name').fill('José García')
  await dialog.getByLabel('Phone').fill('+49 170 1234567')
  await dialog.getByRole('button', { name: 'Register' }).click()
  await expect(page.getByRole('heading', { name: 'José García' })).toBeVisible()

  await page.getByRole('button', { name: 'New client' }).click()
  await dialog.getByLabel('Name').fill('Jose Garcia')
  await dialog.getByLabel('Phone').fill('0170 1234567')
  await expect(dialog.getByText('May be on the list already')).toBeVisible()
  await lookAtScreen(window, 'clients-similar', { over: 'dialog' })
  await dialog.getByRole('button', { name: 'Register anyway' }).click()
  await expect(page.getByRole('heading', { name: 'Jose Garcia' })).toBeVisible()

  await page.getByRole('button', { name: 'Edit' }).click()
  await dialog.getByLabel('Notes').fill('Left knee')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('Left knee')).toBeVisible()
  await lookAtScreen(window, 'clients-profile')
  await test.step('at 200 % the profile still has room beside the list', async () => {
    await window.resize(512, 320)
    for (const part of [
      page.getByRole('heading', { name: 'Jose Garcia' }),
      page.getByRole('button', { name: 'Book for this client' }),
      page.getByRole('button', { name: 'More about this client' }),
    ]) {
      const { x, width, height } = (await part.boundingBox())!
      expect(x + width, String(part)).toBeLessThanOrEqual(512)
      expect(height, String(part)).toBeLessThan(60)
    }
    await window.resize(1280, 800)
  })

  await test.step('whom somebody half typed into a list’s field is asked about before it is dropped', async () => {
    const { keyboard } = page
    const asking = page.getByRole('alertdialog', { name: 'Discard what you typed?' })
    const open = async () => {
      await page.getByRole('button', { name: 'More about this client' }).click()
      await page.getByRole('menuitem', { name: 'Merge…' }).click()
      await closeList()
    }
    const closeList = async () => {
      await expect(page.getByRole('listbox', { name: /^Suggestions/ })).toBeVisible()
      await keyboard.press('Escape')
      await expect(page.getByRole('listbox', { name: /^Suggestions/ })).toHaveCount(0)
    }
    const merging = page.getByRole('dialog', { name: /^Merge/ })
    const field = merging.getByRole('combobox')
    await open()
    await keyboard.press('Escape')
    await expect(merging).toHaveCount(0)
    await open()
    await field.pressSequentially('Jos')
    await closeList()
    for (const drop of [
      () => keyboard.press('Escape'),
      () => merging.getByRole('button', { name: 'Close' }).click(),
    ]) {
      await drop()
      await expect(asking).toBeVisible()
      await page.getByRole('button', { name: 'Keep editing' }).click()
      await expect(field).toHaveValue('Jos')
    }
    await page.mouse.click(5, 5)
    await expect(field).toHaveValue('Jos')
    // The focus comes back into the dialog in a moment.
    await expect(merging.locator(':focus')).toHaveCount(1)
    await keyboard.press('Escape')
    await page.getByRole('button', { name: 'Discard' }).click()
    await expect(merging).toHaveCount(0)
  })

  await page.getByRole('button', { name: 'Possible duplicates' }).click()
  await dialog.getByRole('button', { name: 'Merge… the entries of José García' }).click()
  await expect(dialog.getByText('What moves')).toBeVisible()
  await lookAtScreen(window, 'clients-merge', { over: 'dialog' })
  const merging = dialog.getByRole('button', { name: 'Merge', exact: true })
  await test.step('changed by another window meanwhile: both versions stand there before anything is merged', async () => {
    const both = dialog.getByRole('region', { name: 'Both versions' })
    const takeTheirs = both.getByRole('button', { name: 'Use what is there' })
    const numberIs = async (name: string, phone: string) => {
      const [{ clientId }] = rowsOf<{ clientId: string }>(
        dataDir,
        `SELECT id AS clientId FROM clients WHERE name = '${name}'`,
      ) as [{ clientId: string }]
      const { version, notes } = valueOf(await window.call('clients.get', { clientId }))
      const edit = { clientId, name, phone, notes: notes ?? '', messagesConsent: false }
      valueOf(await window.call('clients.update', { ...edit, expectedVersion: version }))
    }
    const phone = dialog.getByRole('radiogroup', { name: 'Phone' })
    for (const [name, number, line, press] of [
      ['José García', '0170 7654321', 'Phone, this entry', (one: Locator) => one.click()],
      ['Jose Garcia', '0170 1112223', 'Phone, other entry', (one: Locator) => desk.pressOn(one)],
    ] as const) {
      await numberIs(name, number)
      await expect(phone).not.toContainText(number)
      // A press this soon after a refusal is taken for the other half of a double click.
      await expect(async () => {
        await press(merging)
        await expect(both.getByRole('row')).toHaveCount(2, { timeout: 1_000 })
      }).toPass()
      if (name === 'Jose Garcia')
        await lookAtScreen(window, 'clients-merge-versions', { over: 'dialog' })
      const row = both.getByRole('row').filter({ hasText: line })
      await expect(row).toContainText(number)
      await expect(row).toContainText('1234567')
      await press(takeTheirs)
      await expect(both).toHaveCount(0)
      await expect(phone).toContainText(number)
    }
  })
  await merging.click()
  await expect(page.getByRole('option')).toHaveCount(1)
  await expect(page.getByText('Left knee')).toBeVisible()

  await page.getByRole('button', { name: 'More about this client' }).click()
  await page.getByRole('menuitem', { name: 'Erase…' }).click()
  const question = page.getByRole('alertdialog')
  await question.getByLabel('Type “José García” to confirm').fill('José García')
  await lookAtScreen(window, 'clients-erase', { over: 'dialog' })
  await question.getByRole('button', { name: 'Erase for good' }).click()
  await expect(page.getByRole('heading', { name: 'Erased client' })).toBeVisible()
  await expect(page.getByText('No clients yet')).toBeVisible()
})

test('a profile shows all money, leads into the day, and its edits are taken back', async ({
  dataDir,
  openWindow,
}) => {
  test.setTimeout(420_000)
  const studio = prepareStudio(dataDir, {
    prepare: (run, { trainers, services, nextWeek }) => {
      const client = { name: 'Cleo Client', phone: '+49 170 1234567', messagesConsent: true }
      const { appointmentId } = run('appointments.create', {
        trainerId: trainers.ana,
        serviceId: services.training,
        start: `${nextWeek}T10:00`,
        client: { kind: 'new', client },
      })
      const tenders = [{ method: 'cash', amountMinor: 5_500, tenderedMinor: 6_000 } as const]
      run('drawer.move', { kind: 'paid_in', amountMinor: 500, reason: 'Change' })
      run('payments.take', { appointmentId, amountMinor: 5_500, tenders })
      const [row] = rowsOf<{ clientId: string }>(dataDir, 'SELECT id AS clientId FROM clients')
      run('payments.sell', {
        ...row!,
        items: [{ kind: 'top_up', amountMinor: 2_000 }],
        amountMinor: 2_000,
        tenders: [{ method: 'card', amountMinor: 2_000, reference: 'T-1' }],
      })
    },
  })
  const window = await openWindow(dataDir)
  const { page } = window
  const desk = new Desk(page, studio)
  await desk.signIn(studio.desk)
  const showCleo = async () => {
    await page.keyboard.press('Control+5')
    await page.getByRole('option', { name: /Cleo Client/ }).click()
  }

  await test.step('every receipt, also of what never moved the balance, to print again', async () => {
    await showCleo()
    const money = page.getByRole('region', { name: 'Money' })
    await expect(money).toContainText('Paid€75.00')
    await expect(money).toContainText('Balance€20.00')
    await expect(money.getByRole('list', { name: 'Receipts' }).getByRole('listitem')).toHaveCount(2)
    await money.scrollIntoViewIfNeeded()
    await lookAtScreen(window, 'client-money')
    await money.getByRole('button', { name: /^Open receipt A-.*1$/ }).click()
    await printsOnceAndThenCopies(window, desk)
    await page.keyboard.press('Escape')
    await money.getByRole('button', { name: 'Top up' }).click()
    await page.keyboard.type('40')
    await expect(desk.dialog.getByLabel('Cash received')).toHaveValue('40.00')
    await lookAtScreen(window, 'top-up', { over: 'dialog' })
    await page.keyboard.press('Enter')
    await expect(desk.dialog).toContainText('€40.00 received')
    await desk.dialog.getByRole('button', { name: 'Done' }).click()
    await expect(money).toContainText('Balance€60.00')
  })

  await test.step('a part of the balance is paid out, on a receipt that can be voided', async () => {
    const money = page.getByRole('region', { name: 'Money' })
    await money.getByRole('button', { name: 'Pay out' }).click()
    await expect(desk.dialog.getByRole('textbox', { name: 'Amount' })).toHaveValue('60.00')
    await page.keyboard.press('Control+a')
    await page.keyboard.type('5')
    await lookAtScreen(window, 'pay-out', { over: 'dialog' })
    await page.keyboard.press('Enter')
    await expect(desk.notices).toContainText('€5.00 paid out')
    await expect(money).toContainText('Balance€55.00')
    await desk.notices.getByRole('button', { name: 'Show receipt' }).click()
    await expect(desk.dialog).toContainText('Pay-out receipt')
    await expect(desk.dialog).toContainText('Paid out in cash')
    await desk.dialog.getByRole('button', { name: 'Void' }).click()
    await expect(desk.dialog).toContainText('Put €5.00 in cash back into the drawer.')
    await lookAtScreen(window, 'void-pay-out', { over: 'dialog' })
    await page.keyboard.press('Escape')
    await page.keyboard.press('Escape')
    await expect(desk.dialog).toHaveCount(0)
  })

  await test.step('an edit is taken back and done again by keyboard', async () => {
    await page.getByRole('button', { name: 'Edit' }).click()
    await desk.dialog.getByLabel('Notes').fill('Left knee')
    await desk.dialog.getByRole('button', { name: 'Save' }).click()
    await expect(page.getByText('Left knee')).toBeVisible()
    await page.keyboard.press('Control+z')
    await expect(page.getByText('Left knee')).toHaveCount(0)
    await page.keyboard.press('Control+Shift+z')
    await expect(page.getByText('Left knee')).toBeVisible()
  })

  await test.step('two windows edit one client: both versions are shown, and nothing is lost', async () => {
    const [cleo] = rowsOf<{ clientId: string; phone: string }>(
      dataDir,
      `SELECT id AS clientId, phone FROM clients WHERE name = 'Cleo Client'`,
    )
    await page.getByRole('button', { name: 'Edit' }).click()
    await desk.dialog.getByLabel('Notes').fill('Right knee')
    const { version } = valueOf(await window.call('clients.get', { clientId: cleo!.clientId }))
    const other = {
      ...cleo!,
      name: 'Cleo Client',
      notes: 'Allergic to latex',
      expectedVersion: version,
    }
    valueOf(await window.call('clients.update', { ...other, messagesConsent: true }))
    await desk.dialog.getByRole('button', { name: 'Save' }).click()
    await expect(desk.dialog).toContainText(
      'This was changed meanwhile by Dana Desk. Nothing was saved.',
    )
    const both = desk.dialog.getByRole('region', { name: 'Both versions' })
    await expect(both.getByRole('row', { name: 'Notes' })).toContainText('Right knee')
    await expect(both.getByRole('row', { name: 'Notes' })).toContainText('Allergic to latex')
    await expect(both.getByRole('row')).toHaveCount(2)
    await lookAtScreen(window, 'both-versions', { over: 'dialog' })
    await both.getByRole('button', { name: 'Use what is there' }).click()
    await expect(desk.dialog.getByLabel('Notes')).toHaveValue('Allergic to latex')
    await desk.dialog.getByLabel('Notes').fill('Allergic to latex. Right knee')
    await desk.dialog.getByRole('button', { name: 'Save' }).click()
    await expect(page.getByText('Allergic to latex. Right knee')).toBeVisible()
  })

  await test.step('from a session into its day, and from the client into a booking', async () => {
    await page.getByRole('button', { name: /^Open in the day: .*10:00/ }).click()
    await expect(desk.panel).toHaveAccessibleName('Cleo Client')
    await expect(desk.session('Ana Ruiz', '10:00 to 11:00', 'Cleo Client')).toBeVisible()
    await showCleo()
    await page.getByRole('button', { name: 'Book for this client' }).click()
    await expect(desk.panel).toHaveAccessibleName('New booking')
    await expect(desk.panel.getByRole('combobox', { name: 'Client' })).toHaveValue('Cleo Client')
    await page.keyboard.press('Escape')
  })

  await test.step('who seems new while booking may be on the list', async () => {
    await desk.slot('Ben Okafor', '12:00').click()
    await desk.addClient('Cleo C', '0170 1234567')
    await expect(desk.panel).toContainText('Looks like Cleo Client, same phone')
    await lookAtScreen(window, 'booking-similar')
    await desk.panel.getByRole('button', { name: 'Use this client: Cleo Client' }).click()
    await expect(desk.panel.getByRole('combobox', { name: 'Client' })).toHaveValue('Cleo Client')
    await expect(desk.panel.getByRole('button', { name: 'Book 12:00' })).toBeFocused()
    await page.keyboard.press('Enter')
  })

  await test.step('what the studio holds pays first where it reaches, by Enter', async () => {
    await desk.session('Ben Okafor', '12:00 to 13:00', 'Cleo Client').focus()
    await page.keyboard.press('p')
    await expect(desk.button('Take €55.00 from the balance')).toBeFocused()
    await page.keyboard.press('Enter')
    await expect(desk.panel).toContainText('€55.00 received')
  })
})

/** Prints the open receipt twice: one original, one copy. The computer's own dialog stays away. */
async function printsOnceAndThenCopies(window: FitFlowWindow, desk: Desk): Promise<void> {
  const { page } = window
  const print = desk.dialog.getByRole('button', { name: 'Print' })
  const papers = () => page.evaluate(() => (globalThis as unknown as { papers: string[] }).papers)
  await page.evaluate(() => {
    const papers: string[] = []
    const paperOf = () => document.querySelector<HTMLElement>('body > [aria-hidden] > article')
    Object.assign(globalThis, {
      papers,
      print: () => void papers.push(paperOf()?.textContent ?? 'nothing'),
    })
  })
  await expect(desk.dialog.getByText('Copy', { exact: true })).toHaveCount(0)
  await print.click()
  await expect.poll(papers).toHaveLength(1)
  // At once: a double click prints no second original either.
  await print.click()
  await expect.poll(papers).toHaveLength(2)
  await expect(desk.dialog.getByText('Copy', { exact: true })).toBeVisible()
  await lookAtScreen(window, 'receipt-copy', { over: 'dialog' })
  const [original, copy] = await papers()
  expect(original).not.toContain('Copy')
  expect(copy).toContain('Copy')
  expect(copy!.replace('Copy', '')).toBe(original)
}
