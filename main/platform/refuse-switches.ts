/**
 * What opens a running Chromium or Node to others, or turns off what protects it. Whoever can start FitFlow
 * with one of these reads everything that is on the screen, PINs as they are typed too.
 */
const refused = [
  'remote-debugging-port',
  'remote-debugging-pipe',
  'remote-debugging-address',
  'remote-debugging-io-pipes',
  'remote-allow-origins',
  'auto-open-devtools-for-tabs',
  'inspect',
  'inspect-brk',
  'inspect-brk-node',
  'inspect-wait',
  'inspect-port',
  'inspect-publish-uid',
  'debug',
  'debug-brk',
  'debug-port',
  'js-flags',
  'load-extension',
  'disable-extensions-except',
  'disable-web-security',
  'allow-running-insecure-content',
  'disable-site-isolation-trials',
  'single-process',
  'renderer-cmd-prefix',
  'renderer-startup-dialog',
  'utility-cmd-prefix',
  'gpu-launcher',
  'browser-subprocess-path',
  'proxy-server',
  'proxy-pac-url',
  'host-rules',
  'host-resolver-rules',
  'ignore-certificate-errors',
  'ignore-certificate-errors-spki-list',
  'ssl-key-log-file',
  'log-net-log',
  'net-log-capture-mode',
  'enable-logging',
  'log-file',
  'trace-startup',
  'vmodule',
] as const

/**
 * The first switch that a released FitFlow does not start with; undefined when there is none.
 *
 * @param hasSwitch as Chromium itself read the command line
 * @example findRefusedSwitch((name) => app.commandLine.hasSwitch(name))
 */
export function findRefusedSwitch(hasSwitch: (name: string) => boolean): string | undefined {
  return refused.find(hasSwitch)
}
