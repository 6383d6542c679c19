import { spawnSync } from 'node:child_process'
import {
  cpSync,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { startCommand, startEnvironment } from './support/fitflow-window.ts'
import { lookAtScreen } from './support/look-at-screen.ts'
import { prepareStudio } from './support/prepare-studio.ts'
import { expect, test } from './support/test.ts'

test('a second FitFlow on the same studio ends with a clear message and brings the first to the front', async ({
  dataDir,
  openWindow,
}) => {
  prepareStudio(dataDir)
  const window = await openWindow(dataDir)
  await window.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide())

  const { executable, args } = startCommand(dataDir)
  const second = spawnSync(executable, args, {
    encoding: 'utf8',
    env: startEnvironment(),
    timeout: 30_000,
  })

  expect(second.status, second.stderr).toBe(1)
  expect(second.stderr).toContain(`FitFlow is already open on ${dataDir}`)
  await expect
    .poll(() =>
      window.electron.evaluate(({ BrowserWindow }) => {
        const first = BrowserWindow.getAllWindows()[0]
        return { visible: first?.isVisible(), focused: first?.isFocused() }
      }),
    )
    .toEqual({ visible: true, focused: true })
  expect(window.electron.windows()).toHaveLength(1)
})

test('another studio opens beside it', async ({ dataDir, openWindow }) => {
  const first = prepareStudio(`${dataDir}/first`)
  const second = prepareStudio(`${dataDir}/second`)
  await openWindow(first.dataDir)
  const window = await openWindow(second.dataDir)
  await expect(window.page.getByRole('heading', { level: 1 })).toBeVisible()
})

test('a copy of the data folder says so first, also to --smoke, and goes on as a studio of its own', async ({
  dataDir,
  openWindow,
}) => {
  const marks = `${dataDir}/marks`
  const studio = prepareStudio(`${dataDir}/original`)
  await (await openWindow(studio.dataDir, marks)).close()
  const copy = `${dataDir}/copy`
  cpSync(studio.dataDir, copy, { recursive: true })

  const { executable, args } = startCommand(copy, marks)
  const smoke = spawnSync(executable, [...args, '--smoke'], {
    encoding: 'utf8',
    env: startEnvironment(),
    timeout: 60_000,
  })
  expect(smoke.status, smoke.stderr).toBe(0)
  expect(smoke.stdout).toMatch(/ready in \d+ ms/)

  const window = await openWindow(copy, marks)
  const { page } = window
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('This is a copy of your studio')
  await expect(page.getByText(studio.dataDir)).toBeVisible()
  await lookAtScreen(window, 'place-copy')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await expect(page.getByText('Dana Desk')).toBeVisible()
  await window.close()
  const again = await openWindow(copy, marks)
  await expect(again.page.getByText('Dana Desk')).toBeVisible()
  await again.close()

  // The disk, copied whole into another computer: where this one is known by anything.
  if (pretendOtherComputer(marks)) {
    const elsewhere = await openWindow(copy, marks)
    await expect(elsewhere.page.getByRole('heading', { level: 1 })).toHaveText(
      'Moved to this computer, or a copy?',
    )
    await lookAtScreen(elsewhere, 'place-another-computer')
    await elsewhere.page.getByRole('button', { name: 'It was moved here' }).click()
    await expect(elsewhere.page.getByText('Dana Desk')).toBeVisible()
    await elsewhere.close()
  }

  // The file is gone; only what FitFlow itself makes is left in its folder.
  renameSync(join(copy, 'studio.db'), join(dataDir, 'away.db'))
  for (const name of readdirSync(copy)) {
    if (!['window', 'logs'].includes(name)) rmSync(join(copy, name), { recursive: true })
  }
  const missing = spawnSync(executable, [...args, '--smoke'], {
    encoding: 'utf8',
    env: startEnvironment(),
    timeout: 60_000,
  })
  expect(missing.status, missing.stderr).toBe(0)
  expect(existsSync(join(copy, 'studio.db'))).toBe(false)
  const empty = await openWindow(copy, marks)
  await expect(empty.page.getByRole('heading', { level: 1 })).toHaveText(
    'Your studio is not here any more',
  )
  await expect(empty.page.getByText(copy, { exact: true })).toBeVisible()
  await lookAtScreen(empty, 'place-missing')
  await empty.page.getByRole('button', { name: 'Begin a new studio here' }).click()
  await lookAtScreen(empty, 'place-begin-anew')
  await empty.page.getByRole('button', { name: 'Not yet' }).click()
  await empty.page.getByRole('button', { name: 'Begin a new studio here' }).click()
  await empty.page.getByRole('button', { name: 'Begin anew' }).click()
  await expect(empty.page.getByRole('button', { name: 'Set up my studio' })).toBeVisible()
  await empty.close()
  const anew = await openWindow(copy, marks)
  await expect(anew.page.getByRole('button', { name: 'Set up my studio' })).toBeVisible()
})

/** Writes into every mark that it was made by a computer of another id; false: none says by which. */
function pretendOtherComputer(marks: string): boolean {
  let isKnown = false
  for (const name of readdirSync(marks).filter((each) => each.endsWith('.json'))) {
    const file = join(marks, name)
    const mark = JSON.parse(readFileSync(file, 'utf8')) as { computer: { signs: string[] } | null }
    if (!mark.computer) continue
    isKnown = true
    mark.computer.signs = ['0'.repeat(32)]
    writeFileSync(file, JSON.stringify(mark))
  }
  return isKnown
}
