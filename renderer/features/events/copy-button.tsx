import { Check, Copy } from 'lucide-react'
import { useEffect, useState, type ReactNode } from 'react'
import { words } from '../../../shared/words/index.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { copyText } from './copy-text.ts'

const confirmedMs = 1_600

/**
 * Copies a hash or a block of data; a tick says that it did.
 *
 * @example
 * <CopyButton what={words.events.panel.copyHash} text={entry.hash} />
 */
export function CopyButton({ what, text }: { what: string; text: string }): ReactNode {
  const [isCopied, setCopied] = useState(false)
  useEffect(() => {
    if (!isCopied) return
    const timer = window.setTimeout(() => setCopied(false), confirmedMs)
    return () => window.clearTimeout(timer)
  }, [isCopied])
  return (
    <IconButton
      icon={isCopied ? Check : Copy}
      label={isCopied ? words.events.panel.copied : words.events.panel.copy(what)}
      tooltipPlacement="left"
      onPress={() => setCopied(copyText(text))}
    />
  )
}
