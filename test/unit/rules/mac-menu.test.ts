import { expect, it } from 'vitest'
import { macMenu } from '../../../main/platform/mac-menu.ts'

it('the menu of a Mac closes, zooms and fills the screen, and neither reloads nor opens tools', () => {
  const zoomed: string[] = []
  const menu = macMenu('FitFlow', (sign) => zoomed.push(sign))
  const items = menu.flatMap(({ submenu }) => (Array.isArray(submenu) ? submenu : []))
  expect(menu.map(({ role, label }) => role ?? label)).toEqual([
    'appMenu',
    'File',
    'editMenu',
    'View',
    'windowMenu',
  ])
  expect(items.flatMap(({ role }) => role ?? [])).toEqual(['close', 'togglefullscreen'])
  for (const { click } of items) (click as (() => void) | undefined)?.()
  expect(zoomed).toEqual(['0', '+', '-'])
})
