/** Pairs of a traditional Chinese sign and its simplified ones: `乾 干|亂 乱|…`. The package has no types for it. */
declare module 'opencc-js/dict/TSCharacters' {
  const pairs: string
  export default pairs
}
