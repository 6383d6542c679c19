import { readFileSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { dataPaths } from '../../main/platform/command-line.ts'
import { outcomeOf, valueOf } from '../support/read-result.ts'
import { Desk } from './support/desk.ts'
import { lookAtScreen } from './support/look-at-screen.ts'
import { prepareStudio } from './support/prepare-studio.ts'
import { expect, test } from './support/test.ts'

test('what is wrong with the file is said over every screen, and what was typed stays', async ({
  dataDir,
  openWindow,
}) => {
  const synced = join(dataDir, 'Dropbox', 'FitFlow')
  const studio = prepareStudio(synced)
  const other = dataPaths(prepareStudio(join(dataDir, 'other')).dataDir).database
  const window = await openWindow(synced)
  const { page } = window
  const desk = new Desk(page, studio)
  const notices = page.getByRole('status').filter({ has: page.getByRole('button') })

  // Before anybody signs in, and until it is put away.
  await expect(notices).toContainText('Dropbox keeps the studio’s folder in step')
  await lookAtScreen(window, 'condition-locked')
  await desk.signIn(studio.manager)

  // Somebody is erased on a disk that is nearly full.
  await window.electron.evaluate(() => {
    process.getBuiltinModule('node:fs').statfsSync = (() => ({
      bavail: 0,
      bsize: 4_096,
    })) as never
    process.getBuiltinModule('node:module').syncBuiltinESMExports()
  })
  const { clientId } = valueOf(await window.call('clients.register', { name: 'Quirinius' }))
  const erased = await window.call('clients.erase', { clientId, confirmation: 'Quirinius' })
  expect(outcomeOf(erased)).toBe('ok')
  await expect(notices).toHaveCount(2)
  await expect(notices.last()).toContainText(
    'A client was erased. Traces in free pages of the file are not yet overwritten',
  )
  await lookAtScreen(window, 'condition-notices')
  await notices.first().getByRole('button', { name: 'Dismiss' }).click()
  await expect(notices).toHaveCount(1)
  await page.reload()
  // Whoever is at a page that begins anew has to say who they are.
  await desk.signIn(studio.manager)
  await expect(notices).toHaveCount(1)
  await expect(notices).toContainText('A client was erased.')

  // Another file is put in the place of the studio's while somebody fills in a form.
  await desk.showDay(studio.nextWeek)
  await desk.slot('Ana Ruiz', '10:00').click()
  await desk.addClient('Cleo Client', '+49 30 1234567')
  const { database } = dataPaths(synced)
  const put = readFileSync(other)
  renameSync(other, database)
  const trouble = page.getByRole('alert').filter({ hasText: 'studio’s file' }).first()
  await expect(trouble).toContainText(/replaced|another file/i)
  await expect(notices).toHaveCount(0)
  await desk.panel.getByRole('button', { name: 'Book 10:00' }).click()
  await expect(desk.panel.getByRole('alert')).toContainText(/replaced|another file/i)
  await expect(desk.panel.getByLabel('Name')).toHaveValue('Cleo Client')
  await expect(desk.panel.getByLabel('Phone')).toHaveValue('+49 30 1234567')
  await lookAtScreen(window, 'condition-trouble')
  expect(outcomeOf(await window.call('clients.register', { name: 'Dora Duo' }))).toBe(
    'studio_file_replaced',
  )
  await window.close()
  expect(readFileSync(database).equals(put)).toBe(true)
})
