// A page with a strict style-src. xterm.js makes <style> elements and, in its DOM
// renderer, writes style attributes; it has no setting for either. Both are made
// acceptable here, once, instead of allowing 'unsafe-inline' for all: a <style>
// made by script carries the page's nonce, and a style attribute set by script
// goes through the CSSOM, which the policy allows.

/** To be called before anything makes an element. */
export function allowStyles(nonce: string): void {
  const createElement = document.createElement;
  document.createElement = function (this: Document, name: string, options?: ElementCreationOptions) {
    const element = createElement.call(this, name, options);
    if (element instanceof HTMLStyleElement) element.nonce = nonce;
    return element;
  } as typeof document.createElement;

  const setAttribute = HTMLElement.prototype.setAttribute;
  HTMLElement.prototype.setAttribute = function (name: string, value: string) {
    if (name === 'style') this.style.cssText = value;
    else setAttribute.call(this, name, value);
  };
}
