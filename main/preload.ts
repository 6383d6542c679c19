import { contextBridge, ipcRenderer, type IpcRendererEvent } from 'electron'
import type { FitFlowBridge } from '../shared/bridge.ts'
import { changedChannel, invokeChannel, onlineChannel } from '../shared/bridge.ts'

const bridge: FitFlowBridge = {
  invoke: (invocation) => ipcRenderer.invoke(invokeChannel, invocation),
  onChange: (listener) => {
    const forward = (_event: IpcRendererEvent, topics: Parameters<typeof listener>[0]) =>
      listener(topics)
    ipcRenderer.on(changedChannel, forward)
    return () => ipcRenderer.off(changedChannel, forward)
  },
}

contextBridge.exposeInMainWorld('fitflow', bridge)

// Main's code does without the types of a browser.
declare const window: { addEventListener(type: 'online', listener: () => void): void }
// Only a page hears that the network is back. From here it is said also while nobody is signed in.
window.addEventListener('online', () => ipcRenderer.send(onlineChannel))
