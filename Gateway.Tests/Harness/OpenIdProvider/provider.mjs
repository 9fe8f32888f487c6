// A real OpenID Connect provider for the tests: node provider.mjs <settings file>
import { readFileSync } from 'node:fs';
import { Provider } from 'oidc-provider';

const settings = JSON.parse(readFileSync(process.argv[2], 'utf8'));

const provider = new Provider(settings.issuer, {
  clients: [
    {
      client_id: 'gateway',
      client_secret: settings.secret,
      redirect_uris: settings.redirects,
      response_types: ['code'],
      grant_types: ['authorization_code'],
      token_endpoint_auth_method: settings.method,
    },
  ],
  pkce: { required: () => true },
  cookies: { keys: ['only for tests'] },
  claims: { openid: ['sub'], profile: ['preferred_username', 'name'], groups: ['groups'] },
  scopes: ['openid', 'profile', 'groups'],
  // Whoever comes is let in under the name he gives; his groups follow from it.
  findAccount: (_, id) => ({
    accountId: id,
    claims: () => ({ sub: id, preferred_username: id, name: `${id} of Operations`, groups: ['staff', `${id}-team`] }),
  }),
});

provider.listen(settings.port, '127.0.0.1');
