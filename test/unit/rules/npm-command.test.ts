import { chmodSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { npmCommand, readCommand } from '../../../tools/machine/run-command.ts'
import { makeTempFolder } from '../../support/make-temp-folder.ts'

describe('npm, as the tools start it', () => {
  it('is the one that started them', () => {
    const env = { npm_execpath: join('lib', 'npm', 'bin', 'npm-cli.js') }
    expect(npmCommand(['ci'], { platform: 'win32', env })).toEqual([
      process.execPath,
      [env.npm_execpath, 'ci'],
    ])
  })

  it('is not another package manager that started them', () => {
    const env = { npm_execpath: join('lib', 'yarn.js') }
    expect(npmCommand(['ci'], { platform: 'linux', env })).toEqual(['npm', ['ci']])
  })

  it('needs a command interpreter on Windows: spawning npm.cmd is EINVAL', () => {
    const env = { ComSpec: String.raw`C:\Windows\cmd.exe` }
    expect(npmCommand(['ci'], { platform: 'win32', env })).toEqual([
      env.ComSpec,
      ['/d', '/s', '/c', 'npm', 'ci'],
    ])
  })

  it('is found on the PATH, on Windows as npm.cmd', async () => {
    const folder = makeTempFolder()
    writeFileSync(join(folder, 'npm'), '#!/bin/sh\necho "was given $*"\n')
    chmodSync(join(folder, 'npm'), 0o755)
    writeFileSync(join(folder, 'npm.cmd'), '@echo was given %*\r\n')
    const given = ['view', 'name@1.2.3', 'dist.tarball']
    const others = { ...process.env }
    delete others['npm_execpath']
    const [command, args] = npmCommand(given, { platform: process.platform, env: others })
    const path = [folder, dirname(command), process.env['PATH']].join(delimiter)
    const answer = await readCommand(command, args, { env: { ...others, PATH: path } })
    expect(answer).toMatchObject({ code: 0 })
    expect(answer.stdout.trim()).toBe(`was given ${given.join(' ')}`)
  })
})
