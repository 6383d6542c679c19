import '@fontsource-variable/inter/opsz.css'
import './tokens.css'
import './app/base.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { z } from 'zod'
import { App } from './app/app.tsx'
import { chooseTheme, currentTheme } from './app/theme.ts'
import { showFocusedLabels } from './ui/show-focused-label.ts'

// zod compiles its schemas with `new Function` unless told not to; the page's policy forbids that.
z.config({ jitless: true })
chooseTheme(currentTheme())
showFocusedLabels(document)

const root = document.getElementById('root')
if (!root) throw new Error('index.html has no #root')
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
)
