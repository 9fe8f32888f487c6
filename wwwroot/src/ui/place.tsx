interface Props {
  method: string;
  user: string;
  domain: string;
  port: string | number;
}

/** "ssh alice@gateway.example:6022". Where it is too long the domain gives way first: it is always the same. */
export function Place({ method, user, domain, port }: Props) {
  return (
    <span class="place mono">
      <span class="method">{method}</span>
      <span class="user">{user}</span>
      <span class="domain">@{domain}</span>
      <span>:{port}</span>
    </span>
  );
}
