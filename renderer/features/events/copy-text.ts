/**
 * Puts text on the clipboard, from inside a press. The newer clipboard interface asks for a
 * permission, and this window has none; a copy that the person asks for needs none.
 *
 * @returns whether it was copied.
 */
export function copyText(text: string): boolean {
  let isCopied = false
  const onCopy = (event: ClipboardEvent) => {
    if (!event.clipboardData) return
    event.clipboardData.setData('text/plain', text)
    event.preventDefault()
    isCopied = true
  }
  document.addEventListener('copy', onCopy, { once: true, capture: true })
  // oxlint-disable-next-line typescript/no-deprecated -- its successor needs a permission
  document.execCommand('copy')
  document.removeEventListener('copy', onCopy, { capture: true })
  return isCopied
}
