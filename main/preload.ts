import { contextBridge, ipcRenderer, type IpcRendererEvent } from 'electron'
import type { FitFlowBridge } from '../shared/bridge.ts'
import { changedChannel, invokeChannel } from '../shared/bridge.ts'

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
