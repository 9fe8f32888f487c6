/** What a terminal leads to, as far as people are shown it. */
export interface Where {
  method: string;
  user: string;
  /** Empty for a port that no device has. */
  device: string;
  /** "gateway.example:6022", "10.0.0.9:22"; empty where it is not known yet. */
  place: string;
}

/** "ssh alice@gateway.example:6022", "ssh admin@router-1 (10.0.0.9:22)". */
export function inWords({ method, user, device, place }: Where): string {
  const who = [method, user].filter(word => word !== '').join(' ');
  const where = device === '' ? place : place === '' ? device : `${device} (${place})`;
  return user === '' ? [who, where].filter(word => word !== '').join(' ') : `${who}@${where}`;
}

/** The same, drawn. Where it is too long the host gives way first. */
export function Place({ method, user, device, place }: Where) {
  const at = place.lastIndexOf(':');
  const [host, port] = at < 0 ? [place, ''] : [place.slice(0, at), place.slice(at)];
  return (
    <span class="place mono" title={device === '' ? undefined : place}>
      <span class="method">{method}</span>
      <span class="user">{user}</span>
      {device === ''
        ? <><span class="domain">@{host}</span><span>{port}</span></>
        : <><span>{user === '' ? '' : '@'}{device}</span>{place !== '' && <span class="domain muted"> ({place})</span>}</>}
    </span>
  );
}
