import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'

import { listPackage } from '@electron/asar'
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses'

import { projectFolder } from '../../tools/build/project-folder.ts'
import { packagedExecutable } from '../../tools/package/packaged-executable.ts'
import { prepareStudio } from '../e2e/support/prepare-studio.ts'
import { eventsOf } from '../e2e/support/read-from-outside.ts'
import { expect, test } from '../e2e/support/test.ts'
import { valueOf } from '../support/read-result.ts'

const executable = packagedExecutable(true)
const resources =
  process.platform === 'darwin'
    ? join(executable, '..', '..', 'Resources')
    : join(dirname(executable), 'resources')
const switches = JSON.parse(process.env['FITFLOW_ELECTRON_ARGS'] ?? '[]') as string[]

test.beforeAll(() => {
  execFileSync(process.execPath, ['tools/package.ts', '--for-tests'], {
    cwd: projectFolder,
    stdio: 'inherit',
  })
  // From here on the windows that the tests open are the packaged app's.
  process.env['FITFLOW_ELECTRON'] = executable
})

test('the packaged app starts on an empty data folder and answers', ({ dataDir }) => {
  const run = spawnSync(executable, [...switches, '--data-dir', dataDir, '--smoke'], {
    encoding: 'utf8',
    timeout: 60_000,
  })
  expect(run.stdout, run.stderr).toMatch(/ready in \d+ ms/)
  expect(run.status).toBe(0)
  expect(readdirSync(dataDir)).toContain('studio.db')
})

test('the packaged app does not start with what would open it to others', ({ dataDir }) => {
  for (const given of [
    '--remote-debugging-port=0',
    '--remote-debugging-pipe',
    '--inspect',
    '--js-flags=--expose-gc',
    '--load-extension=/tmp',
    '--ssl-key-log-file=/tmp/keys',
  ]) {
    const run = spawnSync(executable, [...switches, '--data-dir', dataDir, given, '--smoke'], {
      encoding: 'utf8',
      timeout: 30_000,
    })
    expect(run.stderr, given).toContain(
      `FitFlow does not start with ${given.replace(/=.*/, '')}: it would open it to other programs.`,
    )
    expect(run.status, given).toBe(2)
  }
  expect(existsSync(join(dataDir, 'studio.db'))).toBe(false)
})

test('the packaged app books an appointment', async ({ dataDir, openWindow }) => {
  const studio = prepareStudio(dataDir)
  const window = await openWindow(dataDir)
  expect(await window.electron.evaluate(({ app }) => app.isPackaged)).toBe(true)

  valueOf(await window.call('staff.signIn', { staffId: studio.desk.id, pin: studio.desk.pin }))
  const booked = valueOf(
    await window.call('appointments.create', {
      trainerId: studio.trainers.ana,
      serviceId: studio.services.training,
      start: `${studio.nextWeek}T14:00`,
      shown: { priceMinor: 5_500 },
      client: { kind: 'new', client: { name: 'Cleo Client' } },
    }),
  )
  await window.close()

  const [created] = eventsOf(dataDir, 'appointment.created')
  expect(created?.data.appointmentId).toBe(booked.appointmentId)
})

test('the package carries the build, the migrations and one native library, and no sources', () => {
  const files = listPackage(join(resources, 'app.asar'), { isPack: false }).map((file) =>
    file.replaceAll('\\', '/'),
  )
  expect(files).toContain('/out/main/index.js')
  expect(files).toContain('/out/preload/preload.cjs')
  expect(files).toContain('/out/renderer/index.html')
  expect(files.filter((file) => /^\/migrations\/\d{4}_.*\.sql$/.test(file))).not.toEqual([])
  expect(files.filter((file) => /\.(ts|tsx|c|cpp|gyp|map)$/.test(file))).toEqual([])

  const native = files.filter((file) => file.endsWith('.node'))
  expect(native).toEqual([
    `/node_modules/better-sqlite3/prebuilds/${process.platform}-${process.arch}.node`,
  ])
  // Outside the archive, where its integrity is not checked, lies nothing else.
  const outside = readdirSync(join(resources, 'app.asar.unpacked'), {
    recursive: true,
    withFileTypes: true,
  })
  expect(outside.filter((entry) => entry.isFile()).map((entry) => entry.name)).toEqual([
    basename(native.join()),
  ])
  expect(existsSync(join(resources, 'app'))).toBe(false)
  // Nor a Node of its own, which only the tools need.
  expect(files.filter((file) => file.startsWith('/node_modules/node-'))).toEqual([])
})

test('the package says whose work is in it: its licence, everybody else’s, and a list to be read by machines', () => {
  const read = (file: string) => readFileSync(join(resources, 'legal', file), 'utf8')
  expect(read('LICENSE.txt')).toBe(readFileSync(join(projectFolder, 'LICENSE'), 'utf8'))
  const list = JSON.parse(read('sbom.cdx.json')) as {
    bomFormat: string
    components: { group?: string; name: string; version: string; licenses: unknown[] }[]
  }
  expect(list.bomFormat).toBe('CycloneDX')
  const names = list.components.map(({ group, name }) => (group ? `${group}/${name}` : name))
  // From main, from its workers, from the window, and from no bundle.
  const known = ['kysely', '@platformatic/kafka', 'react-dom', 'better-sqlite3', 'electron']
  expect(names).toEqual(expect.arrayContaining([...known, '@fontsource-variable/inter']))
  expect(new Set(names).size).toBe(names.length)
  expect(names.filter((name) => /^(vite|vitest|typescript|@playwright)/.test(name))).toEqual([])
  expect(list.components.filter(({ licenses }) => licenses.length === 0)).toEqual([])

  const notices = read('THIRD-PARTY-NOTICES.txt')
  const headed = list.components.filter(({ version }, at) =>
    notices.includes(`\n${names[at]} ${version} (`),
  )
  expect(headed).toHaveLength(list.components.length)
  expect(notices.match(/comes without a text/g)).toHaveLength(2)
})

test('the executable runs nothing but the app: every fuse is set, the inspector stays on for these tests only', async () => {
  const fuses = await getCurrentFuseWire(executable)
  expect({
    runAsNode: fuses[FuseV1Options.RunAsNode],
    nodeOptions: fuses[FuseV1Options.EnableNodeOptionsEnvironmentVariable],
    inspect: fuses[FuseV1Options.EnableNodeCliInspectArguments],
    cookieEncryption: fuses[FuseV1Options.EnableCookieEncryption],
    asarIntegrity: fuses[FuseV1Options.EnableEmbeddedAsarIntegrityValidation],
    onlyAsar: fuses[FuseV1Options.OnlyLoadAppFromAsar],
    fileProtocol: fuses[FuseV1Options.GrantFileProtocolExtraPrivileges],
  }).toEqual({
    runAsNode: FuseState.DISABLE,
    nodeOptions: FuseState.DISABLE,
    inspect: FuseState.ENABLE,
    cookieEncryption: FuseState.ENABLE,
    asarIntegrity: FuseState.ENABLE,
    onlyAsar: FuseState.ENABLE,
    fileProtocol: FuseState.DISABLE,
  })
})
