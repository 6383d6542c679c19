import { spawnSync } from 'node:child_process'
import { cpSync } from 'node:fs'
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
})
