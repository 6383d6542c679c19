import { chmodSync, existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { dataPaths } from '../../main/platform/command-line.ts'
import { openToOthers } from '../support/open-to-others.ts'
import { Desk } from './support/desk.ts'
import { lookAtScreen } from './support/look-at-screen.ts'
import { prepareStudio } from './support/prepare-studio.ts'
import { expect, test } from './support/test.ts'

test('a manager backs the studio up, and is told when the place is no good', async ({
  dataDir,
  openWindow,
}) => {
  const studio = prepareStudio(dataDir)
  const database = dataPaths(dataDir).database
  writeFileSync(`${database}.before-0016_reminders_and_backups`, 'As it was before')
  // As an older FitFlow left it, and whoever made a folder of that name.
  for (const file of [database, `${database}.before-0016_reminders_and_backups`])
    chmodSync(file, 0o644)
  chmodSync(dataDir, 0o755)
  const window = await openWindow(dataDir)
  const { page } = window
  /** The person's answer in the system's own dialog. */
  const choose = (filePath: string) =>
    window.electron.evaluate(({ dialog }, chosen) => {
      dialog.showSaveDialog = async () => ({ canceled: false, filePath: chosen })
    }, filePath)
  const desk = new Desk(page, studio)
  await desk.signIn(studio.manager)
  await page.keyboard.press('Control+8')
  await page.getByRole('tab', { name: 'Backup' }).click()
  await expect(page.getByText('No backup has been made yet.')).toBeVisible()

  await choose(join(dataDir, 'not-there', 'copy.db'))
  await page.getByRole('button', { name: 'Back up now' }).click()
  await expect(page.getByText('No backup was made')).toBeVisible()
  await expect(page.getByText(/Choose another folder/)).toBeVisible()

  const file = join(dataDir, 'copy.db')
  await choose(file)
  await page.getByRole('button', { name: 'Back up now' }).click()
  await expect(page.getByText('The backup is made and checked')).toBeVisible()
  const last = page.getByRole('region', { name: 'Last backup' })
  await expect(last).toContainText(file)
  await expect(last).toContainText('Mara Lindqvist')
  expect(existsSync(`${file}.part`)).toBe(false)
  const copy = new Sqlite(file, { readonly: true })
  expect(copy.pragma('integrity_check', { simple: true })).toBe('ok')
  copy.close()
  await lookAtScreen(window, 'backup')
  expect(openToOthers(dataDir)).toEqual([])
})
