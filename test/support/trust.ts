import tls from 'node:tls'
import { onTestFinished } from 'vitest'

/** As if Node itself knew who signed it, until the test has finished. */
export function trust(certificate: string): void {
  const before = tls.getCACertificates('default')
  tls.setDefaultCACertificates([...before, certificate])
  onTestFinished(() => tls.setDefaultCACertificates(before))
}
