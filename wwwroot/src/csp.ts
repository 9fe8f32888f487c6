import { allowStyles } from './allowStyles';
import { page } from './page';

// The gateway serves a strict style-src, with a nonce of each page's own.
allowStyles(page.nonce);
