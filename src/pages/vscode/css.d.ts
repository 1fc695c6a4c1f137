/** Style sheets are bundled in as text. */
declare module '*.css' {
  const text: string;
  export default text;
}
