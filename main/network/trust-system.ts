import tls from 'node:tls'

let isDone = false

/**
 * Trusts who this computer trusts, beside those that Node does by itself: many companies and virus scanners
 * look into encrypted lines with a certificate of their own, which they install on each computer. Asked
 * when the first line is opened, as reading them takes a moment, and once in each thread.
 */
export function trustSystem(): void {
  if (isDone) return
  isDone = true
  // Not in Node before 22.19.
  const { getCACertificates, setDefaultCACertificates } = tls as Partial<typeof tls>
  if (!getCACertificates || !setDefaultCACertificates) return
  try {
    const all = new Set([...getCACertificates('default'), ...getCACertificates('system')])
    setDefaultCACertificates([...all])
  } catch {
    // One that cannot be read: the others are trusted as before.
  }
}
