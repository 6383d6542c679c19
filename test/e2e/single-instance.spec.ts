import { spawnSync } from 'node:child_process'
import { startCommand, startEnvironment } from './support/fitflow-window.ts'
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
