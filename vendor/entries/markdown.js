// The reader of Markdown: its syntax tree is all that is used, never its HTML.
export { Lexer } from 'marked'
