import { closeSync, openSync, readSync } from 'node:fs'

const EVERY_MS = 200

/** Writes to `out` whatever is added to a file, until the function returned is called; that writes the rest. */
export function followFile(file: string, out: NodeJS.WritableStream): () => void {
  const descriptor = openSync(file, 'r')
  const chunk = Buffer.alloc(64 * 1024)
  const forward = (): void => {
    for (;;) {
      const size = readSync(descriptor, chunk, 0, chunk.length, null)
      if (size === 0) return
      out.write(Buffer.from(chunk.subarray(0, size)))
    }
  }
  const timer = setInterval(forward, EVERY_MS)
  return () => {
    clearInterval(timer)
    forward()
    closeSync(descriptor)
  }
}
