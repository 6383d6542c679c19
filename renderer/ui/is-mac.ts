/** Whether the keys of a Mac are meant: ⌘ for Ctrl, ⌥ for Alt. */
export const isMac = typeof navigator === 'object' && navigator.userAgent.includes('Mac OS X')
