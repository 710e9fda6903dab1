import { h } from './dom.ts'

/** Puts a button on every block of commands that copies it. */
export function addCopyButtons(root: ParentNode): void {
  for (const block of root.querySelectorAll('pre')) {
    const code = block.querySelector('code') ?? block
    const button = h('button', { type: 'button', class: 'copy' }, 'Copy')
    button.addEventListener('click', () => {
      void navigator.clipboard.writeText(code.textContent ?? '').then(
        () => say(button, 'Copied'),
        () => {
          // Without the permission, it is at least marked, to be copied by hand.
          getSelection()?.selectAllChildren(code)
          say(button, 'Marked')
        },
      )
    })
    const frame = h('div', { class: 'commands' })
    block.replaceWith(frame)
    frame.append(block, button)
    block.tabIndex = 0
  }
}

function say(button: HTMLButtonElement, text: string): void {
  button.textContent = text
  setTimeout(() => {
    button.textContent = 'Copy'
  }, 1500)
}
