import { Credentials } from '../credentials/list';

/** What signs this person in to devices. */
export function MyCredentials() {
  return (
    <Credentials path="api/me/credentials" heading="My credentials" gateway={false}
      none="You have none. With one the gateway signs you in to devices where you choose “mine”; its secret never comes back to a browser." />
  );
}
