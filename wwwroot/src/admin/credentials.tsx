import { Credentials } from '../credentials/list';

/** The gateway's credentials: names, kinds and what they are for, never a secret. */
export function GatewayCredentials() {
  return (
    <Credentials path="api/credentials" heading="Credentials" gateway
      none="There are none. One that is assigned to devices or groups signs people in where they choose “the device's”." />
  );
}
