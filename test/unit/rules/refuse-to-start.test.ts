import { describe, expect, it, vi } from 'vitest'
import { refuseToStart } from '../../../main/platform/refuse-to-start.ts'

/** What the terminal and the desktop show of it. */
function shownOn(platform: NodeJS.Platform, isSmoke = false) {
  const terminal: string[] = []
  const dialogs: string[] = []
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => terminal.push(String(text)) > 0)
  const end = (code: number): never => {
    throw new Error(`ended with ${code}`)
  }
  const showError = (title: string, text: string) => void dialogs.push(`${title}: ${text}`)
  const refuse = () => refuseToStart('No start', 'Why not.', { platform, isSmoke, showError, end })
  expect(refuse).toThrow('ended with 2')
  vi.restoreAllMocks()
  return { terminal, dialogs }
}

describe('what keeps FitFlow from starting, before there can be a window', () => {
  it.each(['win32', 'darwin'] as const)('is shown in a dialog on %s', (platform) => {
    expect(shownOn(platform).dialogs).toEqual(['No start: Why not.'])
  })

  it('is said on the terminal everywhere, and on Linux only there', () => {
    for (const platform of ['win32', 'darwin', 'linux'] as const) {
      expect(shownOn(platform).terminal).toEqual(['Why not.\n'])
    }
    expect(shownOn('linux').dialogs).toEqual([])
  })

  it('keeps no program waiting that started it', () => {
    expect(shownOn('win32', true).dialogs).toEqual([])
  })
})
