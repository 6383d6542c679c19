import { describe, expect, it } from 'vitest'
import { decideSigning } from '../../../tools/package/decide-signing.ts'

const systems = ['win32', 'darwin'] as const

describe('an installer without a signature', () => {
  it.each(systems)('is not made on %s unless it is asked for by name', (system) => {
    expect(() => decideSigning(['--installers'], system, {})).toThrow(
      /npm run package -- --installers --unsigned\nThe installer is not signed/,
    )
  })

  it('says what whoever opens it will see', () => {
    const asked = ['--installers', '--unsigned']
    expect(decideSigning(asked, 'win32', {}).warning).toContain('Windows protected your PC')
    expect(decideSigning(asked, 'darwin', {}).warning).toContain('Open Anyway')
    for (const system of systems) {
      expect(decideSigning(asked, system, {}).options).toContain('-c.forceCodeSigning=false')
    }
  })

  it.each(systems)('is not what comes out on %s where a certificate was named', (system) => {
    // electron-builder.yml says that it fails where it cannot sign.
    const signed = decideSigning(['--installers'], system, { CSC_LINK: 'certificate.p12' })
    expect(signed).toEqual({ options: [], warning: undefined })
  })

  it.each([...systems, 'linux'] as const)(
    'is no matter where nothing is installed: %s',
    (system) => {
      const { options, warning } = decideSigning(['--for-tests'], system, {})
      expect({ options, warning }).toEqual({
        options: ['-c.forceCodeSigning=false'],
        warning: undefined,
      })
    },
  )
})
