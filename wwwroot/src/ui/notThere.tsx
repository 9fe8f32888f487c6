/** In place of a list that could not be had; with the list, a line above it. */
export function NotThere({ words, retry }: { words: string; retry: () => void }) {
  return <p class="not-there" role="alert"><span>{words}</span><button type="button" onClick={retry}>Try again</button></p>;
}
